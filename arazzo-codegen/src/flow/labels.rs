//! Labels that mean one construct each: rustc lets an inner one hide an outer one of the same name, and a jump would go elsewhere.

use super::block::{Block, Construct, Label, Stmt, Tail};

/// Numbers a label where one of the same name is around it.
pub(super) fn distinct(block: &mut Block) {
    visit(block, &mut Vec::new());
}

/// `scope` has the labels around a block, and the names they have got.
fn visit(block: &mut Block, scope: &mut Vec<(Label, String)>) {
    for stmt in &mut block.stmts {
        match stmt {
            Stmt::Construct { construct: Construct::Block(label) | Construct::Loop(Some(label)), body, .. } => {
                let name = free(&label.name, scope);
                scope.push((label.clone(), name.clone()));
                visit(body, scope);
                scope.pop();
                label.name = name;
            }
            Stmt::Construct { body, .. } => visit(body, scope),
            Stmt::Branch(tail) => visit_tail(tail, scope),
            _ => {}
        }
    }
    visit_tail(&mut block.tail, scope);
}

fn visit_tail(tail: &mut Tail, scope: &mut Vec<(Label, String)>) {
    match tail {
        Tail::Break { label, .. } | Tail::Continue { label, .. } => {
            if let Some((_, name)) = scope.iter().rev().find(|(known, _)| known == label) {
                label.name.clone_from(name);
            }
        }
        tail => tail.blocks_mut().for_each(|block| visit(block, scope)),
    }
}

/// The name, or the name with the first number that no label around has.
fn free(name: &str, scope: &[(Label, String)]) -> String {
    let taken = |name: &str| scope.iter().any(|(_, known)| known == name);
    let (mut free, mut number) = (name.to_owned(), 2);
    while taken(&free) {
        free = format!("{}_{number}", name.trim_end_matches('_'));
        number += 1;
    }
    free
}
