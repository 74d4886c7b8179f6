//! The tensors of one layer, and the layer they make.

mod tensor;

use std::collections::BTreeMap;

pub(super) use self::tensor::ByName;
use self::tensor::{check_numbers, check_rank, matrix};
use super::LayerError;
use super::factor::Factor;
use super::form::{Form, Low};
use super::header::{Header, Tensor, count};
use super::layer::{LARGEST_RANK, Layer};
use super::method::Method;
use super::names::{self, Naming, Operand, Part, Role};
use super::stack::{Stack, is_stacked};

/// The tensors of one layer.
#[derive(Default)]
pub(super) struct LayerTensors<'h> {
    roles: BTreeMap<Role, &'h Tensor>,
    naming: Option<Naming>,
    method: Option<Method>,
    repeated: Option<Role>,
}

/// What the tensors of a layer make.
pub(super) enum Made {
    /// One layer.
    Layer(Box<Layer>),
    /// The experts of a mixture.
    Stack(Stack),
}

/// What a header holds, put in order.
pub(super) struct Gathered<'h> {
    /// The layers of the adapter that is looked at, by name.
    pub(super) layers: BTreeMap<&'h str, LayerTensors<'h>>,
    /// The adapters in the file, by name; one without a name is empty.
    pub(super) adapters: Vec<String>,
    /// Tensors that belong to no update.
    pub(super) other: Vec<String>,
}

/// Puts each tensor to its layer. Of several adapters the one of this name, or the first.
pub(super) fn gather<'h>(header: &'h Header, adapter: Option<&str>) -> Gathered<'h> {
    let parts: Vec<_> = header
        .tensors
        .iter()
        .map(|tensor| (tensor, names::parse(&tensor.name)))
        .collect();
    let mut adapters: Vec<String> = Vec::new();
    for (_, part) in &parts {
        if let Part::Of { adapter, role, .. } = part
            && role.is_of_update()
            && !adapters.iter().any(|known| known == adapter)
        {
            adapters.push((*adapter).to_owned());
        }
    }
    adapters.sort();
    let chosen = adapter
        .filter(|name| adapters.iter().any(|known| known == name))
        .or(adapters.first().map(String::as_str))
        .unwrap_or_default()
        .to_owned();
    let mut layers: BTreeMap<&str, LayerTensors<'_>> = BTreeMap::new();
    let mut other = Vec::new();
    for (tensor, part) in parts {
        match part {
            Part::Of {
                layer,
                adapter,
                role,
                naming,
            } => {
                // What stands beside the factors may go without the adapter's name.
                if adapter == chosen || !role.is_of_update() && adapter.is_empty() {
                    layers.entry(layer).or_default().take(tensor, role, naming);
                }
            }
            // The difference of a bias or of a norm stands beside the factors.
            Part::Foreign {
                method: Method::FullDifference,
                ..
            } if tensor.shape.len() < 2 => other.push(tensor.name.clone()),
            Part::Foreign { layer, method } => {
                let found = layers.entry(layer).or_default();
                found.method.get_or_insert(method);
            }
            Part::Other => other.push(tensor.name.clone()),
        }
    }
    // An α alone is no layer: other methods have one too, under names not known here.
    layers.retain(|_, found| {
        found.method.is_some() || found.roles.keys().any(|role| role.is_of_update())
    });
    Gathered {
        layers,
        adapters,
        other,
    }
}

impl<'h> LayerTensors<'h> {
    fn take(&mut self, tensor: &'h Tensor, role: Role, naming: Naming) {
        if self.roles.insert(role, tensor).is_some() {
            self.repeated.get_or_insert(role);
        }
        if role.is_of_update() {
            self.naming = Some(naming);
        }
    }

    fn get(&self, role: Role) -> Option<&'h Tensor> {
        self.roles.get(&role).copied()
    }

    fn needed(&self, role: Role) -> Result<&'h Tensor, LayerError> {
        self.get(role).ok_or(LayerError::HalfPair { missing: role })
    }

    /// The layer or the experts, when all of it is as it must be.
    pub(super) fn made(&self, path: &str, all: &ByName<'_>) -> Result<Made, LayerError> {
        let is_pair = self.get(Role::Down).is_some() || self.get(Role::Up).is_some();
        if let Some(method) = self.method
            // A difference beside a pair is beside it.
            && !(is_pair && method == Method::FullDifference)
        {
            return Err(LayerError::Declined(method));
        }
        if let Some(role) = self.repeated {
            return Err(LayerError::Repeated { role });
        }
        let naming = self.naming.unwrap_or(Naming::Kohya);
        for (role, tensor) in &self.roles {
            if role.is_of_update() || *role == Role::Alpha {
                check_numbers(tensor, *role)?;
            }
        }
        if self
            .get(Role::Alpha)
            .is_some_and(|alpha| count(&alpha.shape) != 1)
        {
            return Err(LayerError::AlphaShape);
        }
        if let (Some(down), Some(up)) = (self.get(Role::Down), self.get(Role::Up))
            && is_stacked(path, naming, down, up)
            && self.get(Role::Core).is_none()
        {
            return Stack::of(path, naming, down, up).map(Made::Stack);
        }
        let (form, rank) = self.form(naming, all)?;
        let (rows, columns) = form.shape();
        if rows == 0 || columns == 0 {
            return Err(LayerError::NoEntries {
                rows: rows as u64,
                columns: columns as u64,
            });
        }
        check_rank(&form, rank as u64)?;
        Ok(Made::Layer(Box::new(Layer {
            path: path.to_owned(),
            naming,
            form,
            alpha: self.get(Role::Alpha).cloned(),
            direction_count: self.get(Role::DirectionCount).cloned(),
            rank,
            rows,
            columns,
            expert: None,
            has_magnitude: self.get(Role::Magnitude).is_some(),
        })))
    }

    /// How the tensors make the update, and the r that its scale divides by.
    fn form(&self, naming: Naming, all: &ByName<'_>) -> Result<(Form, usize), LayerError> {
        let role = |role: Role| self.get(role).is_some();
        if self
            .roles
            .keys()
            .any(|role| matches!(role, Role::HadamardUp(_) | Role::HadamardDown(_)))
        {
            let low = |operand| {
                self.low(
                    Role::HadamardUp(operand),
                    Role::HadamardDown(operand),
                    Role::HadamardCore(operand),
                    all,
                )
            };
            let (first, rank) = low(Operand::First)?;
            let (second, _) = low(Operand::Second)?;
            if first.shape() != second.shape() {
                return Err(LayerError::OperandShapes {
                    first: first.shape(),
                    second: second.shape(),
                });
            }
            return Ok((Form::Hadamard(Box::new(first), Box::new(second)), rank));
        }
        let is_kronecker = |role: &Role| {
            matches!(
                role,
                Role::KroneckerWhole(_) | Role::KroneckerUp(_) | Role::KroneckerDown(_)
            )
        };
        if self.roles.keys().any(is_kronecker) {
            let (first, first_rank) = self.operand(Operand::First, all)?;
            let (second, second_rank) = self.operand(Operand::Second, all)?;
            let form = Form::Kronecker(Box::new(first), Box::new(second));
            // Where both are whole there is no r, and LyCORIS' scale is 1.
            let rank = second_rank.or(first_rank).unwrap_or(form.max_rank());
            return Ok((form, rank));
        }
        if role(Role::Core) {
            let (low, rank) = self.low(Role::Up, Role::Down, Role::Core, all)?;
            return Ok((Form::Low(low), rank));
        }
        let down = self.needed(Role::Down)?;
        let up = self.needed(Role::Up)?;
        let transposed = naming == Naming::Mlx;
        let down = matrix(down, transposed, all)?;
        let up = Self::matching_up(matrix(up, transposed, all)?, &down, up)?;
        let rank = down.rows;
        Ok((
            match self.get(Role::Diagonal) {
                Some(middle) if count(&middle.shape) == rank as u64 => Form::Diagonal {
                    up,
                    middle: middle.clone(),
                    down,
                },
                Some(middle) => {
                    return Err(LayerError::Shape {
                        tensor: middle.name.clone(),
                        shape: middle.shape.clone(),
                    });
                }
                None => Form::Low(Low::Pair { up, down }),
            },
            rank,
        ))
    }

    /// B, made to fit A: of a grouped convolution only the blocks on its diagonal are stored.
    fn matching_up(up: Factor, down: &Factor, tensor: &Tensor) -> Result<Factor, LayerError> {
        if down.rows == up.columns {
            return Ok(up);
        }
        let blocks = down.rows.checked_div(up.columns).unwrap_or_default();
        let is_convolution = tensor.shape.len() > 2;
        let fits = blocks > 1 && blocks * up.columns == down.rows && up.rows.is_multiple_of(blocks);
        if is_convolution && fits {
            return Ok(up.block_diagonal(blocks));
        }
        Err(LayerError::InnerDimension {
            down: down.rows as u64,
            up: up.columns as u64,
        })
    }

    /// A product of these factors, with a core between them where there is one; and its r.
    fn low(
        &self,
        up: Role,
        down: Role,
        core: Role,
        all: &ByName<'_>,
    ) -> Result<(Low, usize), LayerError> {
        let (up, down) = (self.needed(up)?, self.needed(down)?);
        let Some(core_tensor) = self.get(core) else {
            let (up, down) = (matrix(up, false, all)?, matrix(down, false, all)?);
            if up.columns != down.rows {
                return Err(LayerError::InnerDimension {
                    down: down.rows as u64,
                    up: up.columns as u64,
                });
            }
            let rank = down.rows;
            return Ok((Low::Pair { up, down }, rank));
        };
        // LyCORIS keeps both factors of LoHa and LoKr with r first.
        let up = matrix(up, core != Role::Core, all)?;
        let down = matrix(down, false, all)?;
        let rank = down.rows;
        match core_tensor.shape.as_slice() {
            [i, j, kernel @ ..]
                if *i == up.columns as u64 && *j == rank as u64 && kernel.len() <= 3 =>
            {
                let core = core_tensor.clone();
                Ok((Low::Tucker { up, core, down }, rank))
            }
            shape => Err(LayerError::Shape {
                tensor: core_tensor.name.clone(),
                shape: shape.to_vec(),
            }),
        }
    }

    /// One matrix of a Kronecker product, and its r where it is a product itself.
    fn operand(
        &self,
        operand: Operand,
        all: &ByName<'_>,
    ) -> Result<(Low, Option<usize>), LayerError> {
        if let Some(whole) = self.get(Role::KroneckerWhole(operand)) {
            let factor = matrix(whole, false, all)?;
            if (factor.rows.min(factor.columns)) > LARGEST_RANK {
                let (rank, largest) = (factor.rows.min(factor.columns) as u64, LARGEST_RANK);
                return Err(LayerError::RankTooLarge { rank, largest });
            }
            return Ok((Low::Whole(factor), None));
        }
        let (low, rank) = self.low(
            Role::KroneckerUp(operand),
            Role::KroneckerDown(operand),
            Role::KroneckerCore(operand),
            all,
        )?;
        Ok((low, Some(rank)))
    }
}
