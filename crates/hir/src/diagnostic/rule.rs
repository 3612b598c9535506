// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The rules of the language that a diagnostic can name.

use std::fmt;

/// How bad a mistake is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// No system can be built.
    Error,
    /// Surely or probably not what was meant.
    Warning,
    /// Worth knowing.
    Info,
    /// A hint to the editor, such as unused code.
    Hint,
}

impl Severity {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
            Self::Hint => "hint",
        }
    }
}

/// How an editor may show what a finding is about, beside its severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tag {
    /// It has no use: faded.
    Unused,
    /// There is a newer form: struck through.
    Deprecated,
}

/// In which of the systems that share a file a finding must come up to be true of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holds {
    /// In any: each system must be right.
    InAny,
    /// In all: what one of them needs has a use.
    InAll,
}

/// Declares the rules in one table: variant, stable name, default severity, summary. Each has a file of documentation in
/// `rules/`, with an example that breaks it and the same mended; tests of the command line run both.
macro_rules! rules {
    ($($variant:ident $name:literal $severity:ident $summary:literal)*) => {
        /// A rule of the language.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Rule {
            $(#[doc = $summary] $variant,)*
        }

        impl Rule {
            /// Every rule.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The stable name, as in reports and settings.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// One sentence on what breaks it.
            #[must_use]
            pub fn summary(self) -> &'static str {
                match self {
                    $(Self::$variant => $summary,)*
                }
            }

            /// Why it is a rule and how to keep it, as Markdown without a heading: a first `camkes` block breaks it, a
            /// second one keeps it. In a block, a line `//- /name` starts another file.
            #[must_use]
            pub fn documentation(self) -> &'static str {
                let text = match self {
                    $(Self::$variant => include_str!(concat!("rules/", $name, ".md")),)*
                };
                text.split_once("-->").map_or(text, |(_licence, text)| text.trim_start())
            }

            /// How bad it is by default.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self {
                    $(Self::$variant => Severity::$severity,)*
                }
            }
        }
    };
}

rules! {
    Syntax "syntax-error" Error "The text is not ADL at this place"
    Preprocessor "preprocessor" Error "The C preprocessor can't make sense of a directive or macro"
    MissingHeader "missing-header" Warning "A header that a file includes is not found"
    Settings "invalid-settings" Error "The settings of the project can't be understood"
    InvalidUtf8 "invalid-utf8" Error "A byte of the file is not part of valid UTF-8 text"
    Unreadable "unreadable-file" Error "A file of the system can't be read"
    ImportNotFound "import-not-found" Error "An imported file does not exist"
    ImportCycle "import-cycle" Error "Files import each other in a circle"
    DuplicateDefinition "duplicate-definition" Error "Two declarations of one kind share a name"
    UnknownComponent "unknown-component" Error "No component of this name is declared or imported"
    UnknownConnector "unknown-connector" Error "No connector of this name is declared or imported"
    UnknownProcedure "unknown-procedure" Error "No procedure of this name is declared or imported"
    UnknownType "unknown-type" Error "No struct of this name is declared, and it is no basic or C type"
    UnknownComposition "unknown-composition" Error "No composition of this name is declared or imported"
    UnknownConfiguration "unknown-configuration" Error "No configuration of this name is declared or imported"
    UnknownInstance "unknown-instance" Error "A connection end or export names an instance that is not in scope"
    UnknownInterface "unknown-interface" Error "A component has no interface of this name"
    ForwardReference "forward-reference" Warning "A name is used before its declaration"
    InvalidType "invalid-type" Error "A type can't be used at this place"
    InvalidValue "invalid-value" Error "A value can't be worked out"
    IllegalThreads "illegal-thread-count" Error "A connector's thread count is no whole number, or negative"
    IllegalDataportSize "illegal-dataport-size" Error "The size of a dataport is no whole number above zero"
    IllegalExport "illegal-export" Error "An export does not join an inner interface with one of its component"
    IllegalSchedule "illegal-schedule" Error "A schedule's slot is not made of whole numbers"
    CKeyword "c-keyword" Error "A name is a keyword of C, so that no C symbol can have it"
    ControlHardware "control-hardware" Error "A component is both a control component and a device"
    HardwareSync "hardware-synchronization" Error "A device has mutexes or semaphores"
    RecursiveComponent "recursive-component" Error "A component contains an instance of itself"
    RecursiveStruct "recursive-struct" Error "A struct contains itself"
    TooManyInstances "too-many-instances" Error "A hierarchy has more instances than any memory could hold"
    NoAssembly "no-assembly" Error "A system without an assembly can't be built"
    NoInstances "no-instances" Error "An assembly without instances can't be built"
    NoComposition "composition-count" Error "An assembly needs exactly one composition"
    NoEnds "missing-end" Error "A connection needs at least one end on each side"
    TooManyEnds "too-many-ends" Error "The connector allows a single end on this side"
    EndSide "wrong-side" Error "An interface stands on a side on which its kind can't be"
    EndMedium "wrong-medium" Error "A connector is for another kind of interface"
    EndHardware "wrong-hardware" Error "A connector's end must be, or must not be, a device"
    TypeConflict "interface-type-conflict" Error "The interfaces of a connection have different types"
    DuplicateEnd "duplicate-end" Error "An interface is an end twice, of one connection or of two"
    MixedConnectors "mixed-connectors" Error "Connections that share an interface have different connectors"
    Unconnected "unconnected-interface" Error "An interface that must be connected is not"
    DuplicateSetting "duplicate-setting" Error "An attribute is set twice"
    SettingCycle "setting-cycle" Error "Settings refer to each other in a circle"
    AmbiguousReference "ambiguous-reference" Error "A setting refers to an attribute that is set more than once"
    DeadReference "unset-reference" Warning "A setting refers to an attribute that has no value"
    UnknownKey "unknown-key" Error "A dict has no such key"
    MistypedSetting "mistyped-setting" Error "A value does not fit its attribute's type"
    MissingMember "missing-member" Error "A struct's value lacks a member that has no default"
    UnknownMember "unknown-member" Warning "A struct has no such member; the value is ignored"
    IntegerOverflow "integer-overflow" Warning "A number does not fit into its attribute's C type"
    SpecialSettingType "special-setting-type" Error "A setting that templates read has a value of another type"
    SettingRange "setting-range" Error "A setting that templates read is too small or too great"
    SettingWord "setting-word" Error "A setting is none of the words that templates know"
    SettingForm "setting-form" Error "A string can't be taken apart as templates do"
    InvalidAccess "invalid-access" Error "The rights to a dataport are no letters of `RWXP` in this order"
    StackSize "stack-size" Warning "A stack does not fill pages"
    DataportSize "dataport-size" Error "The memory of a dataport does not fill pages"
    DataportSizeMismatch "dataport-size-mismatch" Warning "Sizes of a dataport contradict each other"
    UnalignedAddress "unaligned-address" Warning "The physical address of memory is not that of a page"
    OverlappingMemory "overlapping-memory" Warning "Two regions of physical memory overlap"
    DuplicateInterrupt "duplicate-interrupt" Warning "Two devices have one interrupt number, vector or pin"
    MissingDeviceSetting "missing-device-setting" Error "A connector's templates need a setting that is not there"
    DmaController "dma-controller" Warning "The controller of a DMA pool is no end of its connection"
    RpcBuffer "rpc-buffer" Error "A connection can't carry the arguments of another"
    SeparateAddressSpaces "separate-address-spaces" Error "A direct call leads to another address space"
    DuplicateBadge "duplicate-badge" Warning "Two callers of one interface have the same badge"
    QueueLength "queue-length" Warning "The length of a queue is no power of two"
    QueueTopology "queue-topology" Error "Ends of a connection don't know with whom they share a queue"
    UnscheduledDomain "unscheduled-domain" Warning "A thread is in a domain that the schedule never runs"
    BudgetExceedsPeriod "budget-exceeds-period" Warning "A thread's budget is longer than its period"
    PoolDomains "pool-domains" Error "A pool of threads has more threads than domains are listed"
    SmallCnode "small-cnode" Warning "A CNode has fewer slots than its instance has capabilities"
    UntypedSize "untyped-size" Error "A pool asks for untyped memory of a size that there is not"
    UndeclaredSetting "undeclared-setting" Warning "A setting is for no attribute, but close to the name of one"
    SettingWithoutEffect "setting-without-effect" Warning "An interface does not have what a setting is for"
    UnknownSettingTarget "unknown-setting-target" Warning "A setting is for an entity that does not exist"
    UnusedImport "unused-import" Warning "Nothing of an imported file is used"
    UnusedComponent "unused-component" Warning "A component has no instance"
    UnusedProcedure "unused-procedure" Warning "A procedure is no interface's type"
    UnusedConnector "unused-connector" Warning "A connector has no connection"
    UnusedStruct "unused-struct" Warning "A struct is no attribute's type"
    UnusedComposition "unused-composition" Warning "A named composition or configuration is never used"
    UnusedAttribute "unused-attribute" Hint "An attribute has no value in any instance"
    UnusedMacro "unused-macro" Warning "A macro of a file is not used in it"
    IdleInstance "idle-instance" Warning "An instance has no thread and no connection"
    ShadowedName "shadowed-name" Warning "A name means two things at one place"
    MergeableConnections "mergeable-connections" Hint "Connections that become one are written as several"
    ImplicitDirection "implicit-direction" Info "A parameter does not say in which direction it goes"
    MissingInclude "missing-include" Warning "A procedure has a C type for which no header is included"
    MissingImplementation "missing-implementation" Warning "A component has no C function for a method that it provides"
    ImplementationParameters "implementation-parameters" Warning "A C function has more or fewer parameters than the method that it implements"
    DeprecatedForm "deprecated-form" Warning "There is a newer form of what is written"
    UnreachableFile "unreachable-file" Warning "No assembly reaches a file that lies with one"
    MalformedSuppression "malformed-suppression" Warning "A comment that should allow something can't be understood"
    UnknownRule "unknown-rule" Warning "No rule of this name exists"
    UnusedSuppression "unused-suppression" Warning "A comment allows what nothing here breaks"
}

impl Rule {
    /// The rule with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.name() == name)
    }

    /// How an editor may show what its findings are about.
    #[must_use]
    pub fn tag(self) -> Option<Tag> {
        match self {
            Self::UnusedSuppression => Some(Tag::Unused),
            _ => crate::lints::of_rule(self).and_then(|lint| lint.tag),
        }
    }

    /// Whether it is about C sources, which a build leaves to the compiler: it is looked for in editors and by `check` alone.
    #[must_use]
    pub fn is_about_c(self) -> bool {
        matches!(self, Self::MissingImplementation | Self::ImplementationParameters)
    }

    /// In which of the systems that share a file its findings must come up.
    #[must_use]
    pub fn holds(self) -> Holds {
        match self {
            Self::UnusedSuppression => Holds::InAll,
            _ => crate::lints::of_rule(self).map_or(Holds::InAny, |lint| lint.holds),
        }
    }

    /// The rule whose name is closest to what was written, if any is close.
    #[must_use]
    pub fn closest(written: &str) -> Option<Self> {
        crate::names::closest(written, Self::ALL.iter().map(|rule| rule.name())).and_then(Self::from_name)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::Rule;

    #[test]
    fn names_are_unique_and_in_kebab_case() {
        let names: HashSet<_> = Rule::ALL.iter().map(|rule| rule.name()).collect();
        assert_eq!(names.len(), Rule::ALL.len());
        for name in names {
            assert!(name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{name}");
        }
    }
}
