//! Which element of one set belongs to which of another. Elements have no address, so what fits
//! decides; and as one may fit several, as many pairs as possible are made. Taking the first that
//! fits would leave elements without a partner that have one, and plan them anew for ever.

use std::collections::VecDeque;

/// For each of `left`, the index of its partner among `right`, if it has one.
pub(super) fn pairs<L, R>(
    left: &[L],
    right: &[R],
    fits: impl Fn(&L, &R) -> bool,
) -> Vec<Option<usize>> {
    best_pairs(left, right, &[fits])
}

/// The same, first with what fits best. Who has a partner then keeps one, though maybe another.
pub(super) fn best_pairs<L, R, const N: usize>(
    left: &[L],
    right: &[R],
    fits: &[impl Fn(&L, &R) -> bool; N],
) -> Vec<Option<usize>> {
    let mut partners = vec![None; left.len()];
    let mut owners = vec![None; right.len()];
    for fits in fits {
        // Both are sorted, so most often the next one belongs to the next one.
        let mut next = 0;
        for start in 0..left.len() {
            if partners[start].is_none() {
                if owners.get(next) == Some(&None) && fits(&left[start], &right[next]) {
                    partners[start] = Some(next);
                    owners[next] = Some(start);
                } else {
                    find(start, next, left, right, fits, &mut partners, &mut owners);
                }
            }
            next = partners[start].map_or(next, |partner| partner + 1);
        }
    }
    partners
}

/// Finds a partner for `start`, at `first` or after it or before; others may have to change theirs (an
/// augmenting path).
fn find<L, R>(
    start: usize,
    first: usize,
    left: &[L],
    right: &[R],
    fits: &impl Fn(&L, &R) -> bool,
    partners: &mut [Option<usize>],
    owners: &mut [Option<usize>],
) {
    let mut reached_from: Vec<Option<usize>> = vec![None; right.len()];
    let mut queue = VecDeque::from([start]);
    while let Some(one) = queue.pop_front() {
        for candidate in (first..right.len()).chain(0..first) {
            if reached_from[candidate].is_some() || !fits(&left[one], &right[candidate]) {
                continue;
            }
            reached_from[candidate] = Some(one);
            if let Some(owner) = owners[candidate] {
                queue.push_back(owner);
                continue;
            }
            let mut free = Some(candidate);
            while let Some(taken) = free
                && let Some(taker) = reached_from[taken]
            {
                owners[taken] = Some(taker);
                free = partners[taker].replace(taken);
            }
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_pairs_as_possible() {
        let fits = |left: &&[i32], right: &i32| left.contains(right);
        assert_eq!(pairs(&[&[5, 7][..], &[5]], &[5, 7], fits), [Some(1), Some(0)]);
        assert_eq!(pairs(&[&[1][..], &[1], &[2]], &[1, 2, 3], fits), [Some(0), None, Some(1)]);
        assert_eq!(
            pairs(&[&[1, 2][..], &[1, 3], &[1]], &[1, 2, 3], fits),
            [Some(1), Some(2), Some(0)]
        );
        assert_eq!(pairs(&[&[1][..]], &[], fits), [None]);
    }
}
