//! Prefixes and what declares them.

use crate::model::{Ids, Xml, XmlContent, XmlId};
use crate::resolve::draft::XmlStatic;

/// A prefix that some name has where nothing around it declares it.
pub(super) fn unbound_prefix(xml: &Xml, statics: &Ids<XmlId, XmlStatic>) -> Option<String> {
    let mut walk = Walk { statics, seen: Vec::new() };
    walk.unbound(xml, &[])
}

struct Walk<'s> {
    statics: &'s Ids<XmlId, XmlStatic>,
    /// The statics that were looked at, and the prefixes that were declared there.
    seen: Vec<(XmlId, Vec<String>)>,
}

impl Walk<'_> {
    fn unbound(&mut self, xml: &Xml, around: &[String]) -> Option<String> {
        let mut declared = around.to_vec();
        if let Some(prefix) = &xml.prefix {
            if xml.namespace.is_none() && prefix != "xml" && !declared.contains(prefix) {
                return Some(prefix.clone());
            }
            declared.push(prefix.clone());
            declared.sort();
            declared.dedup();
        }
        self.inside(&xml.content, &declared)
    }

    fn inside(&mut self, content: &XmlContent, declared: &[String]) -> Option<String> {
        match content {
            XmlContent::Object { members, others } => {
                members.iter().chain(others.as_deref()).find_map(|member| self.unbound(member, declared))
            }
            XmlContent::List(items) => items.iter().find_map(|item| self.unbound(item, declared)),
            XmlContent::Same(index) => {
                let key = (*index, declared.to_vec());
                if self.seen.contains(&key) {
                    return None;
                }
                self.seen.push(key);
                let statics = self.statics;
                self.inside(&statics.get(*index)?.xml.content, declared)
            }
            XmlContent::Scalar(_) | XmlContent::Any | XmlContent::Unclear(_) => None,
        }
    }
}
