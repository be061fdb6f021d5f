//! Workflows in the making. What stands in a draft may still change: shapes of copies, secrets, how a call makes its input. A
//! [`model::Workflow`] is made of it at the end, at once and with all names (`finish`).

use crate::model;
pub(crate) use crate::model::Unnamed;

pub(crate) type Draft = model::Workflow<Unnamed>;
pub(crate) type Step = model::Step<Unnamed>;
pub(crate) type Call = model::Call<Unnamed>;
pub(crate) type Action = model::Action<Unnamed>;
pub(crate) type StepOutput = model::StepOutput<Unnamed>;
pub(crate) type Source = model::Source<Unnamed>;
pub(crate) type Scheme = model::Scheme<Unnamed>;
pub(crate) type Static = model::Static<Unnamed>;
pub(crate) type XmlStatic = model::XmlStatic<Unnamed>;
