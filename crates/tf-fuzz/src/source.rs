//! Bytes as decisions.

/// Bytes that decide what is made. When they run out, every decision is the first one, so that whatever
/// is made of them ends.
#[derive(Debug, Clone)]
pub struct Source<'a>(&'a [u8]);

impl<'a> Source<'a> {
    /// Decisions from these bytes.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Whether no byte is left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One byte.
    pub fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        usize::from(self.byte()) % limit.max(1)
    }

    /// Yes in one of two cases.
    pub fn flag(&mut self) -> bool {
        self.byte() % 2 == 1
    }

    /// One of `all`.
    pub fn pick<T: Copy>(&mut self, first: T, others: &[T]) -> T {
        match self.below(others.len() + 1) {
            0 => first,
            index => others.get(index - 1).copied().unwrap_or(first),
        }
    }

    /// Any number.
    pub fn number(&mut self) -> i64 {
        match self.below(4) {
            0 => i64::from(self.byte()) - 2,
            1 => i64::MAX - i64::from(self.byte()),
            2 => i64::MIN + i64::from(self.byte()),
            _ => (0..8).fold(0, |number, _| (number << 8) | i64::from(self.byte())),
        }
    }

    /// So many bytes as the first one says, or, where that is 255, the next three; or what there is.
    pub fn chunk(&mut self) -> &'a [u8] {
        let length = match usize::from(self.byte()) {
            255 => (0..3).fold(0, |length, _| (length << 8) | usize::from(self.byte())),
            length => length,
        };
        let (chunk, rest) = self.0.split_at(length.min(self.0.len()));
        self.0 = rest;
        chunk
    }

    /// Up to 31 bytes.
    pub fn short(&mut self) -> &'a [u8] {
        let length = self.below(32).min(self.0.len());
        let (short, rest) = self.0.split_at(length);
        self.0 = rest;
        short
    }

    /// Short text.
    pub fn text(&mut self) -> String {
        String::from_utf8_lossy(self.short()).into_owned()
    }

    /// Everything that is left.
    pub fn rest(&mut self) -> &'a [u8] {
        std::mem::take(&mut self.0)
    }
}
