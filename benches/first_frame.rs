//! From the start of the program to its first frame, in a pseudo-terminal of 120 × 40, with the
//! bundled article: the median of many starts, and the memory the program takes then.
//! `cargo bench --bench first_frame`.

#![expect(
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark may panic and prints its figures"
)]

use std::fs;
use std::io::Read;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

/// Starts that are measured.
const STARTS: usize = 30;
/// A word on the first line of the bundled article. Only one: blanks are passed over, not written.
const FIRST_WORD: &str = "Stoltenberg";

fn main() {
    // `cargo test` starts benchmarks too, to see whether they run.
    let starts = if std::env::args().any(|argument| argument == "--bench") { STARTS } else { 1 };
    let mut figures: Vec<_> = (0..starts).map(|_| start()).collect();
    figures.sort();
    let (median, memory) = figures[figures.len() / 2];
    println!("first frame: median {:.2} ms of {starts} starts", median.as_secs_f64() * 1000.0);
    println!("memory then: {:.1} MB", f64::from(memory) / 1000.0);
}

/// The time until the first words of the article are out, and the resident memory in kilobytes.
fn start() -> (Duration, u32) {
    let size = PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_folio"));
    command.env("TERM", "xterm-256color");
    command.env("XDG_STATE_HOME", std::env::temp_dir());
    let begin = Instant::now();
    let mut child = pair.slave.spawn_command(command).unwrap();
    let (mut seen, mut buffer) = (Vec::new(), vec![0; 65536]);
    while !String::from_utf8_lossy(&seen).contains(FIRST_WORD) {
        let count = reader.read(&mut buffer).unwrap();
        assert!(count > 0, "the program ended before its first frame");
        seen.extend_from_slice(&buffer[..count]);
    }
    let elapsed = begin.elapsed();
    let memory = child.process_id().map_or(0, resident_kilobytes);
    child.kill().unwrap();
    child.wait().unwrap();
    (elapsed, memory)
}

/// The most memory the process has had resident, where the system tells.
fn resident_kilobytes(id: u32) -> u32 {
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
