//! The article's five tables, as data.

use super::{Scaling, Spectra, Spectrum};
use rankscope_params::number::Format;
use rankscope_params::{Reading, UpdateParams};

/// Singular values listed.
pub const LISTED_VALUES: usize = 10;
/// Ranks that the article lists in its table of errors.
pub const ERROR_RANKS: [usize; 6] = [2, 4, 8, 16, 32, 48];
/// Of the table of scales.
pub const SCALING_RANKS: [usize; 6] = [1, 4, 8, 16, 32, 64];
/// Of the table of energies.
pub const VARIANCE_RANKS: [usize; 5] = [2, 4, 8, 16, 32];

/// One table. Its `id`, and its columns' names, are a public contract.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The element's `id` on the page.
    pub id: &'static str,
    /// What it shows, in a sentence.
    pub caption: &'static str,
    /// Heading of the column of row labels.
    pub row_heading: &'static str,
    /// The columns, without the row labels.
    pub columns: Vec<TableColumn>,
    /// The rows.
    pub rows: Vec<TableRow>,
}

/// A column of numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TableColumn {
    /// Its `data-column` on the page.
    pub name: &'static str,
    /// Its heading.
    pub heading: &'static str,
    /// How its numbers are written.
    pub format: Format,
}

/// A row of numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct TableRow {
    /// The rank, or the index of the singular value; none in the table of the setup.
    pub rank: Option<usize>,
    /// The row's label.
    pub label: String,
    /// A number for each column; none where it is undefined because the update is zero.
    pub values: Vec<Option<f64>>,
}

/// The five tables, in the article's order.
pub fn tables(update: &UpdateParams, reading: &Reading, spectra: &Spectra) -> [Table; 5] {
    [
        setup(update, reading),
        singular_values(spectra),
        errors(reading, spectra),
        scaling(reading, spectra.style.max_rank()),
        variance(reading, spectra),
    ]
}

/// The listed ranks that the matrix has, with both inspected ones, in order.
fn ranks(listed: &[usize], reading: &Reading, max_rank: usize) -> Vec<usize> {
    let inspected = [reading.rank_low, reading.rank_high];
    (1..=max_rank)
        .filter(|rank| listed.contains(rank) || inspected.contains(rank))
        .collect()
}

fn column(name: &'static str, heading: &'static str, format: Format) -> TableColumn {
    TableColumn {
        name,
        heading,
        format,
    }
}

/// A row for each rank.
fn rows(ranks: &[usize], values: impl Fn(usize) -> Vec<Option<f64>>) -> Vec<TableRow> {
    let row = |&rank: &usize| TableRow {
        rank: Some(rank),
        label: rank.to_string(),
        values: values(rank),
    };
    ranks.iter().map(row).collect()
}

/// How rsLoRA's errors compare with LoRA's, at those ranks of the article's table that the matrices have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScalingComparison {
    /// Pairs of errors compared.
    pub compared: usize,
    /// Pairs in which rsLoRA's is the lower one.
    pub lower: usize,
    /// Errors of rsLoRA above 1, which is what no update at all scores.
    pub worse_than_nothing: usize,
}

/// Compares the two scalings' errors on both updates, at an α.
pub fn compare_scalings(spectra: &Spectra, alpha: f64) -> ScalingComparison {
    let mut found = ScalingComparison::default();
    for spectrum in [&spectra.style, &spectra.facts] {
        let ranks = ERROR_RANKS.into_iter();
        for rank in ranks.filter(|&rank| rank <= spectrum.max_rank()) {
            let error = |scaling: Scaling| spectrum.error(rank, scaling.factor(alpha, rank));
            if let Some((lora, rslora)) = error(Scaling::Lora).zip(error(Scaling::RsLora)) {
                found.compared += 1;
                found.lower += usize::from(rslora < lora);
                found.worse_than_nothing += usize::from(rslora > 1.0);
            }
        }
    }
    found
}

fn setup(update: &UpdateParams, reading: &Reading) -> Table {
    let values = [
        update.rows,
        update.columns,
        reading.rank_low,
        reading.rank_high,
        update.max_rank(),
    ];
    Table {
        id: "table-setup",
        caption: "The matrix and the ranks inspected",
        row_heading: "shape",
        columns: vec![
            column("rows", "rows d", Format::Whole),
            column("columns", "columns k", Format::Whole),
            column("r_low", "low rank", Format::Whole),
            column("r_high", "high rank", Format::Whole),
            column("max_rank", "maximum rank", Format::Whole),
        ],
        rows: vec![TableRow {
            rank: None,
            label: format!("{} × {}", update.rows, update.columns),
            values: values.map(|value| Some(value as f64)).to_vec(),
        }],
    }
}

fn singular_values(spectra: &Spectra) -> Table {
    let pairs = spectra.style.values().iter().zip(spectra.facts.values());
    let row = |(i, (&style, &facts)): (usize, (&f64, &f64))| TableRow {
        rank: Some(i + 1),
        label: (i + 1).to_string(),
        values: vec![Some(style), Some(facts)],
    };
    Table {
        id: "table-singular-values",
        caption: "The first singular values",
        row_heading: "i",
        columns: vec![
            column("style", "style σᵢ", Format::Decimals(8)),
            column("facts", "facts σᵢ", Format::Decimals(8)),
        ],
        rows: pairs.take(LISTED_VALUES).enumerate().map(row).collect(),
    }
}

fn errors(reading: &Reading, spectra: &Spectra) -> Table {
    let (style, facts) = (&spectra.style, &spectra.facts);
    let scaled = |spectrum: &Spectrum, scaling: Scaling, rank| {
        spectrum.error(rank, scaling.factor(reading.alpha, rank))
    };
    let format = Format::Decimals(3);
    Table {
        id: "table-errors",
        caption: "Relative reconstruction error: 1 is what no update at all scores",
        row_heading: "r",
        columns: vec![
            column("style_lora", "style α/r", format),
            column("facts_lora", "facts α/r", format),
            column("style_rslora", "style α/√r", format),
            column("facts_rslora", "facts α/√r", format),
            column("style_floor", "style floor", format),
            column("facts_floor", "facts floor", format),
        ],
        rows: rows(&ranks(&ERROR_RANKS, reading, style.max_rank()), |rank| {
            vec![
                scaled(style, Scaling::Lora, rank),
                scaled(facts, Scaling::Lora, rank),
                scaled(style, Scaling::RsLora, rank),
                scaled(facts, Scaling::RsLora, rank),
                style.floor(rank),
                facts.floor(rank),
            ]
        }),
    }
}

fn scaling(reading: &Reading, max_rank: usize) -> Table {
    Table {
        id: "table-scaling",
        caption: "The factor the adapter's product is multiplied by",
        row_heading: "r",
        columns: vec![
            column("lora", "LoRA α/r", Format::Decimals(4)),
            column("rslora", "rsLoRA α/√r", Format::Decimals(4)),
        ],
        rows: rows(&ranks(&SCALING_RANKS, reading, max_rank), |rank| {
            Scaling::ALL
                .map(|scaling| Some(scaling.factor(reading.alpha, rank)))
                .to_vec()
        }),
    }
}

fn variance(reading: &Reading, spectra: &Spectra) -> Table {
    let percent = |spectrum: &Spectrum, rank| spectrum.energy(rank).map(|share| 100.0 * share);
    Table {
        id: "table-variance",
        caption: "Share of the update's energy in its first r directions",
        row_heading: "r",
        columns: vec![
            column("style", "style %", Format::Decimals(4)),
            column("facts", "facts %", Format::Decimals(4)),
        ],
        rows: rows(
            &ranks(&VARIANCE_RANKS, reading, spectra.style.max_rank()),
            |rank| vec![percent(&spectra.style, rank), percent(&spectra.facts, rank)],
        ),
    }
}
