//! A provider of one of everything, which talks to nobody and never panics itself.

mod kinds;
mod parts;
mod thing;

use tf_framework::{Block, Diagnostic, Diagnostics, Provider, Registry, Schema, Setup, Text, text};

/// The provider.
#[derive(Debug, Clone, Copy, Default)]
pub struct Fuzzed;

/// What an operation of this provider gets.
pub(crate) type Cx<'a> = tf_framework::Cx<'a, Fuzzed>;

/// The provider block.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub struct Config {
    /// Where it is.
    host: Option<Text<text::Url>>,
    /// How often it tries.
    #[attr(range = 0..=10)]
    retries: Option<i64>,
    /// Parts.
    #[attr(block)]
    parts: Vec<parts::Common>,
}

impl Provider for Fuzzed {
    type Config = Config;
    type Client = ();
    type Error = Diagnostic;

    fn registry(&self) -> Registry<Self> {
        Registry::new()
            .resource::<thing::Thing>()
            .list::<thing::Thing>()
            .resource::<parts::Plain>()
            .data_source::<kinds::Lookup>()
            .ephemeral::<kinds::Token>()
            .function::<kinds::Join>()
            .action::<kinds::Poke>()
    }

    async fn configure(&self, _: Config, _: &Setup) -> Result<(), Diagnostics> {
        Ok(())
    }

    fn diagnose(error: Diagnostic, _: &Block) -> Diagnostics {
        error.into()
    }
}
