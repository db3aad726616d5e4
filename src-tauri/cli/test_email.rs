//! `brand test-email`: one mail to yourself through the brand's mailbox, with the same signature and footer as every other.

use engine::api::trigger;
use engine::api::wire::BrandTestEmail;

use crate::failure::Failure;
use crate::output::Output;
use crate::session::Session;

pub(crate) async fn send(session: &Session, slug: &str, to: &str, output: &mut Output) -> Result<(), Failure> {
    // Whoever writes an address into a command has confirmed it.
    let request = BrandTestEmail { brand: slug.to_owned(), to: to.to_owned(), confirmed: true };
    let tested = trigger::brand_test_email(&session.engine, request).await?;
    output.answer(&tested, |output, tested| {
        output.line(format!("The mailbox of {} took the mail to {}.", tested.brand, tested.to))
    })
}
