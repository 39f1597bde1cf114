//! What somebody may have meant.

/// The allowed word that is nearest to `given`, when it is near enough to be a slip.
pub(super) fn nearest<'a>(given: &str, allowed: &[&'a str]) -> Option<&'a str> {
    let given = given.to_lowercase();
    allowed
        .iter()
        .map(|word| (distance(&given, &word.to_lowercase()), *word))
        .filter(|(distance, word)| {
            let length = word.chars().count();
            *distance < length && *distance <= length.div_ceil(3)
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

/// How many letters to insert, remove or exchange (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut next = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let exchanged = row[j] + usize::from(a != *b);
            next.push(exchanged.min(row[j + 1] + 1).min(next[j] + 1));
        }
        row = next;
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_is_found_and_another_word_is_not() {
        assert_eq!(nearest("Read", &["read", "write"]), Some("read"));
        assert_eq!(nearest("wirte", &["read", "write"]), Some("write"));
        assert_eq!(nearest("delete", &["read", "write"]), None);
        assert_eq!(nearest("", &["read"]), None);
    }
}
