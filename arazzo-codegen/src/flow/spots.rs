//! Where the code of a node stands.

use super::dominators::Dominators;
use super::graph::Graph;
use super::nest::Nest;
use super::terms::{Layout, NodeId, Spot};

/// The spot of each node.
pub(super) fn spots(graph: &Graph, dominators: &Dominators, nest: &Nest, layout: Layout) -> Vec<Spot> {
    let mut edges = vec![0_usize; graph.nodes.len()];
    for node in dominators.order() {
        for successor in graph.successors(node) {
            edges[successor] += usize::from(!dominators.is_back_edge(node, successor));
        }
    }
    let spot = |node: NodeId| {
        let Some(owner) = dominators.immediate(node) else { return Spot::Inline };
        match nest.left(owner, node) {
            // Code after the loop needs a labelled block around it. What returns at once needs none, nor does an exit of the one
            // loop over everything.
            Some(_) if edges[node] == 1 && (layout == Layout::Dispatched || returns(graph, node)) => Spot::Inline,
            Some(header) => Spot::AfterLoop(header),
            None if edges[node] > 1 => Spot::AfterBlock(owner),
            None => Spot::Inline,
        }
    };
    (0..graph.nodes.len()).map(spot).collect()
}

/// Whether a node sends nothing and then returns in any case.
fn returns(graph: &Graph, node: NodeId) -> bool {
    graph.called_step(node).is_none() && graph.nodes[node].exit.leaves().into_iter().all(|leaf| leaf.leaves())
}
