//! Strongly connected parts of a graph: Kosaraju's two walks, without recursion, because long documents must not exhaust the
//! stack.

use std::collections::{BTreeMap, BTreeSet};

/// The parts of a graph whose nodes all reach each other, with those that are a single node.
pub(crate) fn components<N: Copy + Ord>(nodes: &BTreeSet<N>, successors: impl Fn(N) -> Vec<N>) -> Vec<BTreeSet<N>> {
    let inside = |node: N| successors(node).into_iter().filter(|next| nodes.contains(next)).collect::<Vec<_>>();
    let forward: BTreeMap<N, Vec<N>> = nodes.iter().map(|node| (*node, inside(*node))).collect();
    let mut backward: BTreeMap<N, Vec<N>> = BTreeMap::new();
    for (node, next) in forward.iter().flat_map(|(node, next)| next.iter().map(move |next| (*node, *next))) {
        backward.entry(next).or_default().push(node);
    }
    let mut finished = Vec::new();
    let mut seen = BTreeSet::new();
    for node in nodes {
        walk(*node, &mut seen, &forward, &mut finished);
    }
    let mut seen = BTreeSet::new();
    let mut parts = Vec::new();
    for node in finished.into_iter().rev() {
        let mut part = Vec::new();
        walk(node, &mut seen, &backward, &mut part);
        if !part.is_empty() {
            parts.push(part.into_iter().collect());
        }
    }
    parts
}

/// Depth first; a node is finished when everything behind it is.
fn walk<N: Copy + Ord>(start: N, seen: &mut BTreeSet<N>, edges: &BTreeMap<N, Vec<N>>, finished: &mut Vec<N>) {
    if !seen.insert(start) {
        return;
    }
    let edges_of = |node: N| edges.get(&node).map_or(&[][..], Vec::as_slice);
    let mut stack = vec![(start, edges_of(start).iter())];
    while let Some((node, next)) = stack.last_mut() {
        match next.next() {
            Some(next) if seen.insert(*next) => stack.push((*next, edges_of(*next).iter())),
            Some(_) => {}
            None => {
                finished.push(*node);
                stack.pop();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found() {
        // 0 → 1 ⇄ 2 → 3 ↺, and 4 by itself; 9 is outside.
        let edges = [vec![1, 9], vec![2], vec![1, 3], vec![3], vec![]];
        let mut parts = components(&(0..5).collect(), |node: usize| edges[node].clone());
        parts.sort();
        assert_eq!(parts, [vec![0], vec![1, 2], vec![3], vec![4]].map(|part| part.into_iter().collect()));
    }
}
