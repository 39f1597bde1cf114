//! Bytes by a seed, the same ones on every machine.

/// xorshift64*.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        let mut new = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        // Seeds that are alike begin alike.
        new.next();
        new.next();
        new
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next()).unwrap() % limit
    }

    /// Up to `longest` bytes, of which short ones are as likely as long ones.
    pub(crate) fn bytes(&mut self, longest: usize) -> Vec<u8> {
        let length = self.below(longest) >> self.below(4);
        (0..length).map(|_| self.next().to_le_bytes()[0]).collect()
    }
}
