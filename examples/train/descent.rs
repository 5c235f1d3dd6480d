//! Limited-memory BFGS: finds where a smooth convex function of many variables is least.

use std::collections::VecDeque;

/// Steps whose slopes are remembered.
const MEMORY: usize = 8;
/// The most steps.
const STEPS: usize = 120;
/// The part of the cost that a step must take off to be worth another.
const WORTH: f64 = 1e-5;

/// Where `cost`, which also fills in its slopes, is least, from `at` on.
pub(crate) fn minimize(mut at: Vec<f64>, mut cost: impl FnMut(&[f64], &mut [f64]) -> f64) -> Vec<f64> {
    let n = at.len();
    let mut slope = vec![0.0; n];
    let mut value = cost(&at, &mut slope);
    let mut known: VecDeque<(Vec<f64>, Vec<f64>)> = VecDeque::new();
    for _ in 0..STEPS {
        let way = direction(&slope, &known);
        let fall = dot(&way, &slope);
        let mut length = if known.is_empty() { 1.0 / dot(&slope, &slope).sqrt() } else { 1.0 };
        let (mut next, mut next_slope) = (vec![0.0; n], vec![0.0; n]);
        let next_value = loop {
            for (next, (at, way)) in next.iter_mut().zip(at.iter().zip(&way)) {
                *next = at + length * way;
            }
            let found = cost(&next, &mut next_slope);
            if found <= value + 1e-4 * length * fall || length < 1e-10 {
                break found;
            }
            length /= 2.0;
        };
        let change = |one: &[f64], other: &[f64]| {
            one.iter().zip(other).map(|(one, other)| one - other).collect::<Vec<_>>()
        };
        let (step, turn) = (change(&next, &at), change(&next_slope, &slope));
        if dot(&step, &turn) > 0.0 {
            known.push_back((step, turn));
            if known.len() > MEMORY {
                known.pop_front();
            }
        }
        let gain = value - next_value;
        (at, slope, value) = (next, next_slope, next_value);
        if gain < WORTH * value {
            break;
        }
    }
    at
}

/// Downhill, as the remembered steps tell how the slopes change.
fn direction(slope: &[f64], known: &VecDeque<(Vec<f64>, Vec<f64>)>) -> Vec<f64> {
    let mut way: Vec<f64> = slope.iter().map(|slope| -slope).collect();
    let mut shares = Vec::new();
    for (step, turn) in known.iter().rev() {
        let share = dot(step, &way) / dot(step, turn);
        add(&mut way, turn, -share);
        shares.push(share);
    }
    if let Some((step, turn)) = known.back() {
        let scale = dot(step, turn) / dot(turn, turn);
        for way in &mut way {
            *way *= scale;
        }
    }
    for ((step, turn), share) in known.iter().zip(shares.into_iter().rev()) {
        let back = dot(turn, &way) / dot(step, turn);
        add(&mut way, step, share - back);
    }
    way
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

fn add(to: &mut [f64], other: &[f64], times: f64) {
    to.iter_mut().zip(other).for_each(|(to, other)| *to += times * other);
}
