//! Links the program without relocations on Linux.
//!
//! A position-independent program has its pointers written anew at every start: some twenty thousand of them, most
//! in tables of dependencies that are never looked at, on ninety pages that must be copied for it. That is a tenth
//! of the time to the first screen. What it would buy, an unforeseeable address of the program's own code, helps
//! where memory can be corrupted; the program is safe Rust, and its stack, heap and libraries lie anywhere still.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let value = |name: &str| env::var(name).unwrap_or_default();
    let is_linux = value("CARGO_CFG_TARGET_OS") == "linux" && value("CARGO_CFG_TARGET_ENV") == "gnu";
    let is_static = value("CARGO_CFG_TARGET_FEATURE").split(',').any(|feature| feature == "crt-static");
    if is_linux && !is_static && value("PROFILE") == "release" {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
