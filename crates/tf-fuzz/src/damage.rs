//! Encodings with a few things wrong.

use crate::Source;

/// What breaks parsers: ends of ranges, markers of the longest texts, arrays, maps and extensions.
const ODD: &[u8] =
    b"\x7f\x80\xff\xc0\xc1\xc6\xc7\xc9\xca\xcb\xcf\xd3\xd4\xd9\xdb\xdc\xdd\xde\xdf[]{}\"\\,:-e9";

/// The same bytes with up to four things wrong.
pub(crate) fn damaged(mut bytes: Vec<u8>, source: &mut Source<'_>) -> Vec<u8> {
    for _ in 0..=source.below(4) {
        let place = usize::from(source.byte()) | usize::from(source.byte()) << 8;
        let place = place % (bytes.len() + 1);
        let odd = source.pick(0, ODD);
        match (source.below(6), bytes.get_mut(place)) {
            (0, _) => bytes.truncate(place),
            (1, Some(byte)) => *byte = odd,
            (2, Some(byte)) => *byte ^= 1 << source.below(8),
            (3, Some(_)) => drop(bytes.remove(place)),
            (4, Some(_)) => {
                let end = (place + source.below(32)).min(bytes.len());
                let again = bytes.get(place..end).unwrap_or_default().to_vec();
                bytes.splice(place..place, again);
            }
            _ => bytes.insert(place, odd),
        }
    }
    bytes
}
