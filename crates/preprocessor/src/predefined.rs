// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The macros that are defined before the first line.
//!
//! `__DATE__`, `__TIME__` and `__TIMESTAMP__` have fixed texts, those of the epoch: output is a pure function of
//! the input. (GNU cpp shows the same with `SOURCE_DATE_EPOCH=0`.)

/// Which macros are predefined. The dynamic ones (`__FILE__`, `__LINE__`, `__COUNTER__`, …) always are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Predefined {
    /// None but the dynamic ones.
    None,
    /// Those that the C standard asks for (C11 6.10.8).
    #[default]
    Standard,
    /// What GCC 12's `cpp` has on x86-64 Linux, but for the floating-point limits. CAmkES always runs the cpp of the
    /// build host, whatever the target is: `linux` and `unix` are `1` in its ADL.
    HostCpp,
}

/// What is asserted of the host: predicates with an answer each.
pub(crate) fn assertions(predefined: Predefined) -> &'static [(&'static str, &'static str)] {
    match predefined {
        Predefined::HostCpp => {
            &[("cpu", "x86_64"), ("machine", "x86_64"), ("system", "linux"), ("system", "unix"), ("system", "posix")]
        }
        Predefined::None | Predefined::Standard => &[],
    }
}

/// The definitions, one a line, as after `#define`.
pub(crate) fn text(predefined: Predefined) -> String {
    let mut text = String::new();
    if predefined == Predefined::None {
        return text;
    }
    text.push_str(STANDARD);
    if predefined == Predefined::HostCpp {
        for name in FLAGS {
            push(&mut text, name, "1");
        }
        for (name, value) in VALUES {
            push(&mut text, name, value);
        }
        for integer in INTEGERS {
            integer.define(&mut text);
        }
    }
    text
}

fn push(text: &mut String, name: &str, value: &str) {
    text.push_str(name);
    text.push(' ');
    text.push_str(value);
    text.push('\n');
}

const STANDARD: &str = "\
__STDC__ 1
__STDC_VERSION__ 201710L
__STDC_HOSTED__ 1
__STDC_UTF_16__ 1
__STDC_UTF_32__ 1
__DATE__ \"Jan  1 1970\"
__TIME__ \"00:00:00\"
__TIMESTAMP__ \"Thu Jan  1 00:00:00 1970\"
";

/// Macros that are `1`.
const FLAGS: &[&str] = &[
    "_LP64",
    "_STDC_PREDEF_H",
    "__ATOMIC_CONSUME",
    "__DECIMAL_BID_FORMAT__",
    "__ELF__",
    "__FXSR__",
    "__GCC_ASM_FLAG_OUTPUTS__",
    "__GCC_ATOMIC_TEST_AND_SET_TRUEVAL",
    "__GCC_HAVE_DWARF2_CFI_ASM",
    "__GCC_HAVE_SYNC_COMPARE_AND_SWAP_1",
    "__GCC_HAVE_SYNC_COMPARE_AND_SWAP_2",
    "__GCC_HAVE_SYNC_COMPARE_AND_SWAP_4",
    "__GCC_HAVE_SYNC_COMPARE_AND_SWAP_8",
    "__GNUC_STDC_INLINE__",
    "__HAVE_SPECULATION_SAFE_VALUE",
    "__LP64__",
    "__MMX_WITH_SSE__",
    "__MMX__",
    "__NO_INLINE__",
    "__PRAGMA_REDEFINE_EXTNAME",
    "__SEG_FS",
    "__SEG_GS",
    "__SSE2_MATH__",
    "__SSE2__",
    "__SSE_MATH__",
    "__SSE__",
    "__STDC_IEC_559_COMPLEX__",
    "__STDC_IEC_559__",
    "__amd64",
    "__amd64__",
    "__code_model_small__",
    "__gnu_linux__",
    "__k8",
    "__k8__",
    "__linux",
    "__linux__",
    "__unix",
    "__unix__",
    "__x86_64",
    "__x86_64__",
    "linux",
    "unix",
];

/// Other macros.
const VALUES: &[(&str, &str)] = &[
    ("__ATOMIC_ACQUIRE", "2"),
    ("__ATOMIC_ACQ_REL", "4"),
    ("__ATOMIC_HLE_ACQUIRE", "65536"),
    ("__ATOMIC_HLE_RELEASE", "131072"),
    ("__ATOMIC_RELAXED", "0"),
    ("__ATOMIC_RELEASE", "3"),
    ("__ATOMIC_SEQ_CST", "5"),
    ("__BIGGEST_ALIGNMENT__", "16"),
    ("__BYTE_ORDER__", "__ORDER_LITTLE_ENDIAN__"),
    ("__CHAR_BIT__", "8"),
    ("__DEC_EVAL_METHOD__", "2"),
    ("__FINITE_MATH_ONLY__", "0"),
    ("__FLOAT_WORD_ORDER__", "__ORDER_LITTLE_ENDIAN__"),
    ("__FLT_EVAL_METHOD__", "0"),
    ("__FLT_RADIX__", "2"),
    ("__GCC_ATOMIC_BOOL_LOCK_FREE", "2"),
    ("__GCC_ATOMIC_CHAR16_T_LOCK_FREE", "2"),
    ("__GCC_ATOMIC_CHAR32_T_LOCK_FREE", "2"),
    ("__GCC_ATOMIC_CHAR_LOCK_FREE", "2"),
    ("__GCC_ATOMIC_INT_LOCK_FREE", "2"),
    ("__GCC_ATOMIC_LLONG_LOCK_FREE", "2"),
    ("__GCC_ATOMIC_LONG_LOCK_FREE", "2"),
    ("__GCC_ATOMIC_POINTER_LOCK_FREE", "2"),
    ("__GCC_ATOMIC_SHORT_LOCK_FREE", "2"),
    ("__GCC_ATOMIC_WCHAR_T_LOCK_FREE", "2"),
    ("__GCC_CONSTRUCTIVE_SIZE", "64"),
    ("__GCC_DESTRUCTIVE_SIZE", "64"),
    ("__GCC_IEC_559", "2"),
    ("__GCC_IEC_559_COMPLEX", "2"),
    ("__GNUC_EXECUTION_CHARSET_NAME", "\"UTF-8\""),
    ("__GNUC_MINOR__", "2"),
    ("__GNUC_PATCHLEVEL__", "0"),
    ("__GNUC_WIDE_EXECUTION_CHARSET_NAME", "\"UTF-32LE\""),
    ("__GNUC__", "12"),
    ("__GXX_ABI_VERSION", "1017"),
    ("__ORDER_BIG_ENDIAN__", "4321"),
    ("__ORDER_LITTLE_ENDIAN__", "1234"),
    ("__ORDER_PDP_ENDIAN__", "3412"),
    ("__PIC__", "2"),
    ("__PIE__", "2"),
    ("__REGISTER_PREFIX__", ""),
    ("__SIG_ATOMIC_MIN__", "(-__SIG_ATOMIC_MAX__ - 1)"),
    ("__SIZEOF_DOUBLE__", "8"),
    ("__SIZEOF_FLOAT128__", "16"),
    ("__SIZEOF_FLOAT80__", "16"),
    ("__SIZEOF_FLOAT__", "4"),
    ("__SIZEOF_INT128__", "16"),
    ("__SIZEOF_INT__", "4"),
    ("__SIZEOF_LONG_DOUBLE__", "16"),
    ("__SIZEOF_LONG_LONG__", "8"),
    ("__SIZEOF_LONG__", "8"),
    ("__SIZEOF_POINTER__", "8"),
    ("__SIZEOF_PTRDIFF_T__", "8"),
    ("__SIZEOF_SHORT__", "2"),
    ("__SIZEOF_SIZE_T__", "8"),
    ("__SIZEOF_WCHAR_T__", "4"),
    ("__SIZEOF_WINT_T__", "4"),
    ("__STDC_IEC_60559_BFP__", "201404L"),
    ("__STDC_IEC_60559_COMPLEX__", "201404L"),
    ("__STDC_ISO_10646__", "201706L"),
    ("__USER_LABEL_PREFIX__", ""),
    ("__VERSION__", "\"12.2.0\""),
    ("__WCHAR_MIN__", "(-__WCHAR_MAX__ - 1)"),
    ("__WINT_MIN__", "0U"),
    ("__pic__", "2"),
    ("__pie__", "2"),
];

/// An integer type of the platform's model (LP64) and the macros that describe it.
struct Integer {
    /// The middle of the macros' names.
    name: &'static str,
    /// The text of `__<name>_TYPE__`, if there is one.
    spelling: &'static str,
    /// The text of `__<name>_MAX__`.
    max: &'static str,
    /// The text of `__<name>_WIDTH__`, if there is one.
    width: &'static str,
    /// What `__<name>_C` appends, if there is such a macro: `Some("")` appends nothing.
    constant: Option<&'static str>,
}

impl Integer {
    fn define(&self, text: &mut String) {
        let name = self.name;
        if !self.spelling.is_empty() {
            push(text, &format!("__{name}_TYPE__"), self.spelling);
        }
        if !self.max.is_empty() {
            push(text, &format!("__{name}_MAX__"), self.max);
        }
        if !self.width.is_empty() {
            push(text, &format!("__{name}_WIDTH__"), self.width);
        }
        match self.constant {
            None => {}
            Some("") => push(text, &format!("__{name}_C(c)"), "c"),
            Some(suffix) => push(text, &format!("__{name}_C(c)"), &format!("c ## {suffix}")),
        }
    }
}

const fn integer(
    name: &'static str,
    spelling: &'static str,
    max: &'static str,
    width: &'static str,
    constant: Option<&'static str>,
) -> Integer {
    Integer { name, spelling, max, width, constant }
}

const INTEGERS: &[Integer] = &[
    integer("CHAR16", "short unsigned int", "", "", None),
    integer("CHAR32", "unsigned int", "", "", None),
    integer("INT", "", "0x7fffffff", "32", None),
    integer("INT16", "short int", "0x7fff", "", Some("")),
    integer("INT32", "int", "0x7fffffff", "", Some("")),
    integer("INT64", "long int", "0x7fffffffffffffffL", "", Some("L")),
    integer("INT8", "signed char", "0x7f", "", Some("")),
    integer("INTMAX", "long int", "0x7fffffffffffffffL", "64", Some("L")),
    integer("INTPTR", "long int", "0x7fffffffffffffffL", "64", None),
    integer("INT_FAST16", "long int", "0x7fffffffffffffffL", "64", None),
    integer("INT_FAST32", "long int", "0x7fffffffffffffffL", "64", None),
    integer("INT_FAST64", "long int", "0x7fffffffffffffffL", "64", None),
    integer("INT_FAST8", "signed char", "0x7f", "8", None),
    integer("INT_LEAST16", "short int", "0x7fff", "16", None),
    integer("INT_LEAST32", "int", "0x7fffffff", "32", None),
    integer("INT_LEAST64", "long int", "0x7fffffffffffffffL", "64", None),
    integer("INT_LEAST8", "signed char", "0x7f", "8", None),
    integer("LONG", "", "0x7fffffffffffffffL", "64", None),
    integer("LONG_LONG", "", "0x7fffffffffffffffLL", "64", None),
    integer("PTRDIFF", "long int", "0x7fffffffffffffffL", "64", None),
    integer("SCHAR", "", "0x7f", "8", None),
    integer("SHRT", "", "0x7fff", "16", None),
    integer("SIG_ATOMIC", "int", "0x7fffffff", "32", None),
    integer("SIZE", "long unsigned int", "0xffffffffffffffffUL", "64", None),
    integer("UINT16", "short unsigned int", "0xffff", "", Some("")),
    integer("UINT32", "unsigned int", "0xffffffffU", "", Some("U")),
    integer("UINT64", "long unsigned int", "0xffffffffffffffffUL", "", Some("UL")),
    integer("UINT8", "unsigned char", "0xff", "", Some("")),
    integer("UINTMAX", "long unsigned int", "0xffffffffffffffffUL", "", Some("UL")),
    integer("UINTPTR", "long unsigned int", "0xffffffffffffffffUL", "", None),
    integer("UINT_FAST16", "long unsigned int", "0xffffffffffffffffUL", "", None),
    integer("UINT_FAST32", "long unsigned int", "0xffffffffffffffffUL", "", None),
    integer("UINT_FAST64", "long unsigned int", "0xffffffffffffffffUL", "", None),
    integer("UINT_FAST8", "unsigned char", "0xff", "", None),
    integer("UINT_LEAST16", "short unsigned int", "0xffff", "", None),
    integer("UINT_LEAST32", "unsigned int", "0xffffffffU", "", None),
    integer("UINT_LEAST64", "long unsigned int", "0xffffffffffffffffUL", "", None),
    integer("UINT_LEAST8", "unsigned char", "0xff", "", None),
    integer("WCHAR", "int", "0x7fffffff", "32", None),
    integer("WINT", "unsigned int", "0xffffffffU", "32", None),
];

#[cfg(test)]
mod tests {
    use super::{Predefined, text};

    #[test]
    fn each_macro_is_defined_once() {
        let text = text(Predefined::HostCpp);
        let mut names: Vec<&str> = text.lines().filter_map(|line| line.split([' ', '(']).next()).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(count > 200, "{count}");
    }
}
