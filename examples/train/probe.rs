//! Temporary: cross-validated F1 by configuration.
use crate::chain;
use crate::corpus::{Document, Example};
use folio::format::plain::evidence::{Choice, Weights};
use std::collections::{BTreeMap, HashSet};

fn decode(run: &[Example], w: &Weights) -> Vec<usize> {
    let n = 4;
    let mut steps: Vec<[(f32, usize); 4]> = vec![];
    for (i, e) in run.iter().enumerate() {
        let mut s = [(0.0f32, 0usize); 4];
        for c in 0..n {
            let own: f32 = e.exhibit.features.iter().map(|f| w.single[f.index()][c]).sum();
            let pen = if e.exhibit.choices.has(Choice::ALL[c]) { 0.0 } else { f32::NEG_INFINITY };
            let (b, from) = if i == 0 {
                (0.0, 0)
            } else {
                let mut best = (f32::NEG_INFINITY, 0);
                for p in 0..n {
                    let t: f32 = run[i - 1].exhibit.with_next.iter().map(|f| w.pair[f.index()][p][c]).sum();
                    let v = steps[i - 1][p].0 + t;
                    if v > best.0 {
                        best = (v, p);
                    }
                }
                best
            };
            s[c] = (b + own + pen, from);
        }
        steps.push(s);
    }
    let mut out = vec![0; run.len()];
    let mut c =
        (0..n).max_by(|&a, &b| steps[run.len() - 1][a].0.total_cmp(&steps[run.len() - 1][b].0)).unwrap();
    for i in (0..run.len()).rev() {
        out[i] = c;
        c = steps[i][c].1;
    }
    out
}

pub fn cv(docs: &[Document], folds: usize) -> (f64, f64, f64, BTreeMap<String, f64>) {
    let mut by: BTreeMap<String, [f64; 3]> = BTreeMap::new();
    let mut item = [0.0f64; 3];
    let parts: Vec<_> = std::thread::scope(|s| {
        let hs: Vec<_> = (0..2)
            .map(|t| {
                s.spawn(move || {
                    (0..folds)
                        .filter(|k| k % 2 == t)
                        .map(|k| {
                            let tr: Vec<_> = docs.iter().filter(|d| d.fold(folds) != k).collect();
                            (k, chain::train(&tr))
                        })
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        hs.into_iter().flat_map(|h| h.join().unwrap()).collect()
    });
    let mut mac: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    for (k, w) in &parts {
        for d in docs.iter().filter(|d| d.fold(folds) == *k) {
            for t in &d.texts {
                let style =
                    t.path.file_stem().unwrap().to_string_lossy().rsplit('.').next().unwrap().to_owned();
                let mut c3 = [0.0f64; 3];
                for run in t.examples.split(|e| chain::is_none(e.exhibit.choices)) {
                    if run.is_empty() {
                        continue;
                    }
                    for (e, c) in run.iter().zip(decode(run, w)) {
                        let only =
                            |ch| e.truth.has(ch) && !Choice::ALL.iter().any(|&o| o != ch && e.truth.has(o));
                        let soft = Choice::ALL.iter().all(|&o| e.truth.has(o));
                        if soft {
                            continue;
                        }
                        let th = only(Choice::Heading);
                        let ph = c == 1;
                        for a in [&mut c3] {
                            a[0] += f64::from(th && ph);
                            a[1] += f64::from(ph);
                            a[2] += f64::from(th);
                        }
                        let ti = only(Choice::Item);
                        let pi = c == 2;
                        item[0] += f64::from(ti && pi);
                        item[1] += f64::from(pi);
                        item[2] += f64::from(ti);
                    }
                }
                for key in [d.source.clone(), format!("style {style}"), "all".into()] {
                    let a = by.entry(key).or_default();
                    for i in 0..3 {
                        a[i] += c3[i];
                    }
                }
                if c3[1] + c3[2] > 0.0 {
                    let m = mac.entry("m".into()).or_default();
                    m.0 += 2.0 * c3[0] / (c3[1] + c3[2]);
                    m.1 += 1.0;
                }
            }
        }
    }
    let f = |a: &[f64; 3]| 2.0 * a[0] / (a[1] + a[2]).max(1.0);
    let m = mac["m"];
    (f(&by["all"]), m.0 / m.1, f(&item), by.iter().map(|(k, v)| (k.clone(), f(v))).collect())
}

pub fn run(mut docs: Vec<Document>) {
    let folds = 6;
    let base = cv(&docs, folds);
    println!("base {:.4} macro {:.4} item {:.4} {:?}", base.0, base.1, base.2, base.3);
    if std::env::var("ABLATE").is_err() {
        return;
    }
    let mut families: Vec<String> = vec![];
    for f in folio::format::plain::evidence::Feature::all() {
        let n = f.name().0;
        let n = n.split('/').next().unwrap().to_owned();
        if !families.contains(&n) {
            families.push(n);
        }
    }
    for fam in families {
        let drop: HashSet<usize> = folio::format::plain::evidence::Feature::all()
            .filter(|f| f.name().0.split('/').next() == Some(&fam))
            .map(|f| f.index())
            .collect();
        let mut saved = vec![];
        for t in docs.iter_mut().flat_map(|d| &mut d.texts) {
            for e in &mut t.examples {
                saved.push((e.exhibit.features.clone(), e.exhibit.with_next.clone()));
                e.exhibit.features.retain(|f| !drop.contains(&f.index()));
                e.exhibit.with_next.retain(|f| !drop.contains(&f.index()));
            }
        }
        let r = cv(&docs, folds);
        println!("{:+.4} {:+.4} {:+.4} without {fam}", r.0 - base.0, r.1 - base.1, r.2 - base.2);
        let mut it = saved.into_iter();
        for t in docs.iter_mut().flat_map(|d| &mut d.texts) {
            for e in &mut t.examples {
                let s = it.next().unwrap();
                e.exhibit.features = s.0;
                e.exhibit.with_next = s.1;
            }
        }
    }
}
