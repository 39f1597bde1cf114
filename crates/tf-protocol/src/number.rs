//! Numbers as Terraform sees them: decimal and exact.

#[cfg(test)]
mod tests;

use bigdecimal::BigDecimal;
use std::{cmp::Ordering, fmt, str::FromStr};

/// The most digits that a [`Number`] may have before or after its point. Terraform itself
/// calculates with about 150; without a limit, `1e999999999` would take a gigabyte to write out.
pub const MAX_DIGITS: usize = 4096;

/// Up to here every whole `f64` is the only number that it could mean.
const WHOLE: f64 = 9_007_199_254_740_992.0;

/// An exact decimal number. Terraform compares numbers as decimals, so a binary float would turn
/// `0.1` or `2^64` into a diff.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Number(Form);

/// A number has one form only, so that derived equality and hashes are those of the numbers.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Form {
    /// Nearly every number of a provider.
    Whole(i64),
    /// A number that is not whole or does not fit, without zeros at its end.
    Decimal(Box<BigDecimal>),
}

impl Number {
    /// The number in its form.
    fn new(number: &BigDecimal) -> Self {
        let number = number.normalized();
        let (digits, scale) = number.as_bigint_and_scale();
        let zeros = 0_i64.checked_sub(scale).and_then(|zeros| u32::try_from(zeros).ok());
        let whole = zeros.and_then(|zeros| {
            i64::try_from(&*digits).ok()?.checked_mul(10_i64.checked_pow(zeros)?)
        });
        Self(whole.map_or_else(|| Form::Decimal(Box::new(number)), Form::Whole))
    }

    /// The number as `i64`, when it is whole and fits.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        match self.0 {
            Form::Whole(number) => Some(number),
            Form::Decimal(_) => None,
        }
    }

    /// The nearest `f64`.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "the nearest is asked for")]
    pub fn to_f64(&self) -> f64 {
        match &self.0 {
            Form::Whole(number) => *number as f64,
            Form::Decimal(number) => number.to_string().parse().unwrap_or(f64::NAN),
        }
    }

    /// Whether this is `float`, to the last binary digit.
    pub(crate) fn is_exactly(&self, float: f64) -> bool {
        BigDecimal::try_from(float).is_ok_and(|exact| Self::new(&exact) == *self)
    }

    /// The shortest decimal text, without an exponent where it stays readable.
    #[must_use]
    pub fn to_text(&self) -> String {
        match &self.0 {
            Form::Whole(number) => number.to_string(),
            Form::Decimal(number) => number.to_plain_string(),
        }
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Form::Whole(one), Form::Whole(other)) => one.cmp(other),
            (Form::Whole(one), Form::Decimal(other)) => BigDecimal::from(*one).cmp(other),
            (Form::Decimal(one), Form::Whole(other)) => (**one).cmp(&BigDecimal::from(*other)),
            (Form::Decimal(one), Form::Decimal(other)) => one.cmp(other),
        }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

impl Default for Number {
    fn default() -> Self {
        Self(Form::Whole(0))
    }
}

impl std::ops::Add for Number {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        match (self.0, other.0) {
            (Form::Whole(one), Form::Whole(other)) if one.checked_add(other).is_some() => {
                Self(Form::Whole(one.wrapping_add(other)))
            }
            (one, other) => Self::new(&(one.into_decimal() + other.into_decimal())),
        }
    }
}

impl Form {
    fn into_decimal(self) -> BigDecimal {
        match self {
            Self::Whole(number) => number.into(),
            Self::Decimal(number) => *number,
        }
    }
}

impl From<i32> for Number {
    fn from(value: i32) -> Self {
        Self(Form::Whole(value.into()))
    }
}

impl From<u32> for Number {
    fn from(value: u32) -> Self {
        Self(Form::Whole(value.into()))
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self(Form::Whole(value))
    }
}

impl From<u64> for Number {
    fn from(value: u64) -> Self {
        i64::try_from(value).map_or_else(|_| Self::new(&value.into()), Self::from)
    }
}

impl TryFrom<f64> for Number {
    type Error = InvalidNumber;

    /// By the shortest decimal text that means this `f64`: 0.1 is a tenth. Only finite numbers.
    fn try_from(value: f64) -> Result<Self, InvalidNumber> {
        #[expect(clippy::cast_possible_truncation, reason = "whole and small")]
        if value.fract() == 0.0 && value.abs() <= WHOLE {
            return Ok(Self(Form::Whole(value as i64)));
        }
        value.to_string().parse()
    }
}

impl FromStr for Number {
    type Err = InvalidNumber;

    /// Decimal text, with or without an exponent. At most [`MAX_DIGITS`] digits when written out.
    fn from_str(text: &str) -> Result<Self, InvalidNumber> {
        if let Ok(whole) = text.parse() {
            return Ok(Self(Form::Whole(whole)));
        }
        let invalid = || InvalidNumber(text.chars().take(80).collect());
        let digit_or_sign =
            |c: char| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-');
        if text.len() > MAX_DIGITS || !text.chars().all(digit_or_sign) {
            return Err(invalid());
        }
        let number = BigDecimal::from_str(text).map_err(|_| invalid())?;
        let exponent = number.fractional_digit_count().unsigned_abs();
        if usize::try_from(exponent).is_ok_and(|exponent| exponent <= MAX_DIGITS) {
            Ok(Self::new(&number))
        } else {
            Err(invalid())
        }
    }
}

/// Text that is not a decimal number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a decimal number")]
pub struct InvalidNumber(pub String);
