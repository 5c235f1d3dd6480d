//! Panics, kept from the terminal.
//!
//! What a panic says would be lost on the alternate screen, or ruin it. And most panics are no end:
//! a document that makes its parser panic is shown plain. So inside [`contain`] the panic hook only
//! notes what would have been printed, for whoever catches the panic to tell, or not to.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::Once;

use crate::text;

thread_local! {
    /// What the last panic of this thread said; none where panics are not contained.
    static REPORT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Does `work`. A panic in it prints nothing; what it had to say is returned.
pub(super) fn contain<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(install_hook);
    let outer = REPORT.replace(Some(String::new()));
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    let report = REPORT.replace(outer);
    result.map_err(|_| report.unwrap_or_default())
}

fn install_hook() {
    let default = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        let is_contained = REPORT.with_borrow(Option::is_some);
        if is_contained {
            REPORT.set(Some(report(panic)));
        } else {
            default(panic);
        }
    }));
}

/// What to print about a panic. It may quote the document, so it passes the gate line by line.
fn report(panic: &PanicHookInfo<'_>) -> String {
    let mut report = format!("folio {panic}\nThis is a defect of folio. Please report it.");
    let backtrace = Backtrace::capture();
    if backtrace.status() == BacktraceStatus::Captured {
        report = format!("{report}\n{backtrace}");
    }
    report.lines().map(text::cluster::visible).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::contain;

    #[test]
    fn work_that_succeeds_returns_its_result() {
        assert_eq!(contain(|| 2 + 2), Ok(4));
    }

    #[test]
    fn a_panic_is_reported_with_its_place_and_message() {
        let report = contain(|| panic!("out of ink")).unwrap_err();
        assert!(report.contains("out of ink") && report.contains("contain.rs"), "{report}");
    }

    #[test]
    fn a_report_does_not_steer_the_terminal() {
        let report = contain(|| panic!("red \x1b[31m\nnext")).unwrap_err();
        assert!(report.contains("red ␛[31m\nnext"), "{report}");
    }

    #[test]
    fn a_panic_that_is_caught_inside_does_not_matter() {
        let caught = contain(|| contain(|| panic!("inner")).is_err());
        assert_eq!(caught, Ok(true));
    }
}
