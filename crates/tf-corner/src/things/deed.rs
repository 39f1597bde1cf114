//! An action that says how it is going.

use crate::provider::{Corner, Cx};
use tf_framework::{
    Action, ActionPlan, AttributePath, Deferral, Diagnostic, Known, Progress, Schema,
};

/// Paints the whole cloud.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Paint {
    /// The colour.
    #[attr(one_of = ["red", "blue"])]
    colour: String,
    /// How many coats.
    #[attr(default = 2, range = 1..=5)]
    coats: i64,
}

impl Action<Corner> for Paint {
    const TYPE_NAME: &'static str = "corner_paint";

    /// Blue is rare, and a colour that is not known has to wait.
    async fn plan(plan: &mut ActionPlan<'_, Corner>) -> Result<(), Diagnostic> {
        match plan.config("colour") {
            Known::Unknown => plan.defer(Deferral::ResourceConfigUnknown),
            Known::Is(colour) if colour.as_str() == Some("blue") => {
                let warning = Diagnostic::warning("Blue is rare", "It may take a while.");
                plan.report(warning.at(AttributePath::root("colour")));
            }
            _ => {}
        }
        if let Some(api) = plan.api {
            api.call("plan paint")?;
        }
        Ok(())
    }

    async fn invoke(config: Self, cx: &Cx<'_>, progress: &Progress) -> Result<(), Diagnostic> {
        for coat in 1..=config.coats {
            progress.say(format!("coat {coat} of {}", config.coats)).await;
            cx.api.call(&format!("paint {}", config.colour))?;
        }
        Ok(())
    }
}
