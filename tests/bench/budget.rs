//! What the page may take, and why it takes more where it does.
//!
//! A line says why a budget is missed; it is shown only then.

mod verdict;

pub(crate) use verdict::Verdict;

/// One budget.
pub(crate) struct Budget {
    pub(crate) what: &'static str,
    pub(crate) limit: Limit,
    pub(crate) unit: &'static str,
    why: &'static str,
}

/// On which side of a number it is met.
#[derive(Clone, Copy)]
pub(crate) enum Limit {
    Most(f64),
    Least(f64),
}

pub(crate) const FIRST_VISIT: Budget = Budget {
    what: "a first visit to Start or Explore, the larger, brotli",
    limit: Limit::Most(230_000.0),
    unit: "bytes",
    why: "Explore's module is nine tenths of it. Of its 680 KB, 95 are texts; of the code, a fifth is Yew, a \
          quarter the standard library, a fifth the view's components, a tenth the simulation, and no function \
          is more than a twentieth. What it does not need is already in the full module. What was tried: \
          docs/performance.md.",
};

pub(crate) const FIRST_WORDS: Budget = Budget {
    what: "a first visit to Start on slow 4G: words and picture painted, median",
    limit: Limit::Most(600.0),
    unit: "ms",
    why: "Half of it is the browser's own: see the line of this machine's own connection.",
};

pub(crate) const SHIFT: Budget = Budget {
    what: "a first visit to Start: what moves while the live page takes over, cumulative layout shift",
    limit: Limit::Most(0.0),
    unit: "",
    why: "Something of the document's picture stands elsewhere than the page's own.",
};

pub(crate) const UPDATE_64: Budget = Budget {
    what: "slider input → all painted, 64 × 64, median",
    limit: Limit::Most(16.0),
    unit: "ms",
    why: "Input comes at the start of a frame. An answer in its own task is painted in that frame, one \
          of the worker's in the next, 16.7 ms later; to either, layout and paint are added.",
};

pub(crate) const UPDATE_64_MOST: Budget = Budget {
    what: "the same, 95 %",
    limit: Limit::Most(33.0),
    unit: "ms",
    why: "An answer that misses a frame, or two: each is 16.7 ms.",
};

pub(crate) const UPDATE_256: Budget =
    update("noise dragged → all painted, 256 × 256, median", 25.0);
pub(crate) const UPDATE_512: Budget = update("the same, 512 × 512", 110.0);
pub(crate) const UPDATE_1024: Budget = update("the same, 1024 × 1024", 600.0);

const fn update(what: &'static str, most: f64) -> Budget {
    Budget {
        what,
        limit: Limit::Most(most),
        unit: "ms",
        why: "The workers' answer is nearly all of it, and decomposing the larger part of that: see the stages below.",
    }
}

pub(crate) const HERO: Budget = Budget {
    what: "dragging the rank on Start, a frame, 95 %",
    limit: Limit::Most(17.0),
    unit: "ms",
    why: "Six heat maps of 64 × 64 cells and a chart of a hundred marks are made anew for each rank.",
};

pub(crate) const LONGEST_TASK: Budget = Budget {
    what: "longest task of the main thread while dragging, any size",
    limit: Limit::Most(50.0),
    unit: "ms",
    why: "The longest task renders an answer and draws four charts; what takes longer than a frame is \
          not computed there.",
};

pub(crate) const ARTICLE_NUMPY_TS: Budget = Budget {
    what: "the article's whole computation, times as fast as numpy-ts in the same browser",
    limit: Limit::Least(7.0),
    unit: "×",
    why: "numpy-ts decomposes small matrices in WebAssembly too; what is ahead of it at 64 × 64 is \
          mostly that singular values are enough. The lead grows with the matrix: see below.",
};

pub(crate) const ARTICLE_NUMPY: Budget = Budget {
    what: "the article's whole computation, against its script in native NumPy",
    limit: Limit::Most(0.65),
    unit: "×",
    why: "The worker is asked and answers by message, which NumPy need not; and drawing, where QR \
          goes reflection by reflection, takes longer than decomposing: see the stages below.",
};

/// At each side, as they are measured.
pub(crate) const WHOLE: [Budget; 5] = [
    whole("the whole computation with another seed, against NumPy's closed forms, 64 × 64"),
    whole("the same, 128 × 128"),
    whole("the same, 256 × 256"),
    whole("the same, 512 × 512"),
    whole("the same, 1024 × 1024"),
];

const fn whole(what: &'static str) -> Budget {
    Budget {
        what,
        limit: Limit::Most(1.0),
        unit: "×",
        why: "A WebAssembly vector holds two doubles, a native one four or eight; two cores share what NumPy does on one.",
    }
}

pub(crate) const VALUES: [(usize, Budget); 5] = [
    (
        64,
        values("singular values of a 64 × 64 matrix, against native LAPACK, one thread"),
    ),
    (128, values("the same, 128 × 128")),
    (256, values("the same, 256 × 256")),
    (512, values("the same, 512 × 512")),
    (1024, values("the same, 1024 × 1024")),
];

const fn values(what: &'static str) -> Budget {
    Budget {
        what,
        limit: Limit::Most(1.5),
        unit: "×",
        why: "nalgebra reduces to a bidiagonal matrix column by column, LAPACK in blocks; and a \
              WebAssembly vector holds two doubles, a native one four or eight.",
    }
}

pub(crate) const MEMORY: Budget = Budget {
    what: "10,000 slider moves: growth of heap and WebAssembly memory over the second half",
    limit: Limit::Most(5.0),
    unit: "%",
    why: "Something is kept with every move.",
};

pub(crate) const ERRORS: Budget = Budget {
    what: "the same: errors",
    limit: Limit::Most(0.0),
    unit: "",
    why: "See the console's messages in the benchmark's output.",
};

pub(crate) const LIGHTHOUSE: [(&str, Budget); 4] = [
    ("performance", lighthouse("Lighthouse, performance", 98.0)),
    (
        "accessibility",
        lighthouse("Lighthouse, accessibility", 100.0),
    ),
    (
        "best-practices",
        lighthouse("Lighthouse, best practices", 100.0),
    ),
    ("seo", lighthouse("Lighthouse, search engines", 100.0)),
];

const fn lighthouse(what: &'static str, least: f64) -> Budget {
    Budget {
        what,
        limit: Limit::Least(least),
        unit: "of 100",
        why: "scripts/lighthouse.sh says what costs the points.",
    }
}

pub(crate) const TRAINING: Budget = Budget {
    what: "the default training, from Run to the last point painted, the slower of SGD and Adam",
    limit: Limit::Most(2000.0),
    unit: "ms",
    why: "It is arithmetic in one worker, on two doubles at a time: see the ratio to NumPy.",
};

pub(crate) const RECALL: Budget = Budget {
    what: "the default recall run, from Run to the last board painted",
    limit: Limit::Most(1000.0),
    unit: "ms",
    why: "It is arithmetic in two workers, on two doubles at a time: see the ratio to NumPy.",
};

pub(crate) const RECALL_TASK: Budget = Budget {
    what: "the default recall run: longest task of the page",
    limit: Limit::Most(50.0),
    unit: "ms",
    why: "The longest task renders an answer of both workers and draws six charts.",
};

pub(crate) const CAPACITY: Budget = Budget {
    what: "the capacity map, 7 ranks by 7 numbers of facts",
    limit: Limit::Most(15.0),
    unit: "s",
    why: "The workers share the cores with each other and with the browser.",
};

pub(crate) const DELTA_TIME: Budget = Budget {
    what: "two checkpoints of 135 M weights, the command, two threads",
    limit: Limit::Most(60.0),
    unit: "s",
    why: "Half of a bidiagonal reduction is products of a matrix and a vector, which wait for memory.",
};

pub(crate) const DELTA_PAGE_TIME: Budget = Budget {
    what: "the same on the page, until everything is known",
    limit: Limit::Most(60.0),
    unit: "s",
    why: "WebAssembly has two doubles in a register, and no products and sums in one instruction.",
};

pub(crate) const DELTA_PAGE_MEMORY: Budget = Budget {
    what: "memory that takes, beyond the empty view's",
    limit: Limit::Most(400.0),
    unit: "MB",
    why: "Each worker holds one matrix, and no WebAssembly memory shrinks.",
};

pub(crate) const DELTA_PAGE_TASK: Budget = Budget {
    what: "the longest task of the page's thread meanwhile",
    limit: Limit::Most(50.0),
    unit: "ms",
    why: "Rows come to the page some at a time; a task the browser tells of is longer than that.",
};

pub(crate) const DELTA_BESIDE_NUMPY: Budget = Budget {
    what: "the same, against NumPy with two threads",
    limit: Limit::Most(1.0),
    unit: "×",
    why: "NumPy's LAPACK uses instructions for four doubles at once; safe Rust for every processor, two.",
};

pub(crate) const ADAPTER_TIME: Budget = Budget {
    what: "an adapter for 7 billion weights, 224 modules of rank 16",
    limit: Limit::Most(5.0),
    unit: "s",
    why: "The workers share the cores with each other and with the browser.",
};

pub(crate) const ADAPTER_BESIDE_NUMPY: Budget = Budget {
    what: "the same, against NumPy's QR on one thread",
    limit: Limit::Most(1.0),
    unit: "×",
    why: "Of what both cores do, a quarter is arithmetic and conversion. The browser compiles what runs most often \
          for another, draws the view for a third, and reads the file: docs/performance.md.",
};

pub(crate) const ADAPTER_MEMORY: Budget = Budget {
    what: "the same: memory beyond the empty view",
    limit: Limit::Most(150.0),
    unit: "MB",
    why: "Each worker holds its largest pair in double precision, and there is a worker a core.",
};

pub(crate) const ADAPTER_LARGE: Budget = Budget {
    what: "the same, of rank 256",
    limit: Limit::Most(180.0),
    unit: "s",
    why: "224 times two QR factorisations of 4096 × 256 and an SVD of 256 × 256.",
};

pub(crate) const ADAPTER_LARGE_BESIDE_NUMPY: Budget = Budget {
    what: "the same, against NumPy's QR on one thread",
    limit: Limit::Most(1.1),
    unit: "×",
    why: "A WebAssembly vector holds two doubles, a native one four or eight.",
};

pub(crate) const RUNTIMES_TASK: Budget = Budget {
    what: "9,216 layers held against every runtime's rules anew: longest task of the page",
    limit: Limit::Most(50.0),
    unit: "ms",
    why: "A rule looks at every layer, and there are some thirty runtimes.",
};

pub(crate) const RESIZE_BESIDE_NUMPY: Budget = Budget {
    what: "224 modules of rank 16 resized to 8 and saved, against NumPy on one thread",
    limit: Limit::Most(1.0),
    unit: "×",
    why: "The page also reads back what it has rounded, measures what that does to the product, and builds an archive: \
          docs/performance.md has the profile.",
};

pub(crate) const ADAPTER_TASK: Budget = Budget {
    what: "an adapter of 9,216 layers, opened, sorted and measured anew: longest task of the page",
    limit: Limit::Most(50.0),
    unit: "ms",
    why: "What the page does in one task grows with the file: rows of the layers that the workers found \
          since the last time, and sums over all of them.",
};
