// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The kinds of tokens and nodes. Made by `cargo xtask codegen` from `camkes.ungram`.

/// The kind of a token or of a node of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(non_camel_case_types)]
#[repr(u16)]
pub enum SyntaxKind {
    /// `import`
    IMPORT_KW,
    /// `include`
    INCLUDE_KW,
    /// `Buf`
    BUF_KW,
    /// `assembly`
    ASSEMBLY_KW,
    /// `composition`
    COMPOSITION_KW,
    /// `component`
    COMPONENT_KW,
    /// `connection`
    CONNECTION_KW,
    /// `from`
    FROM_KW,
    /// `to`
    TO_KW,
    /// `group`
    GROUP_KW,
    /// `export`
    EXPORT_KW,
    /// `configuration`
    CONFIGURATION_KW,
    /// `schedule`
    SCHEDULE_KW,
    /// `ticks`
    TICKS_KW,
    /// `us`
    US_KW,
    /// `control`
    CONTROL_KW,
    /// `hardware`
    HARDWARE_KW,
    /// `maybe`
    MAYBE_KW,
    /// `provides`
    PROVIDES_KW,
    /// `uses`
    USES_KW,
    /// `emits`
    EMITS_KW,
    /// `consumes`
    CONSUMES_KW,
    /// `dataport`
    DATAPORT_KW,
    /// `has`
    HAS_KW,
    /// `mutex`
    MUTEX_KW,
    /// `semaphore`
    SEMAPHORE_KW,
    /// `binary_semaphore`
    BINARY_SEMAPHORE_KW,
    /// `attribute`
    ATTRIBUTE_KW,
    /// `connector`
    CONNECTOR_KW,
    /// `Dataport`
    DATAPORT_TYPE_KW,
    /// `Dataports`
    DATAPORTS_TYPE_KW,
    /// `Event`
    EVENT_TYPE_KW,
    /// `Events`
    EVENTS_TYPE_KW,
    /// `Procedure`
    PROCEDURE_TYPE_KW,
    /// `Procedures`
    PROCEDURES_TYPE_KW,
    /// `with`
    WITH_KW,
    /// `thread`
    THREAD_KW,
    /// `threads`
    THREADS_KW,
    /// `procedure`
    PROCEDURE_KW,
    /// `void`
    VOID_KW,
    /// `in`
    IN_KW,
    /// `out`
    OUT_KW,
    /// `inout`
    INOUT_KW,
    /// `refin`
    REFIN_KW,
    /// `struct`
    STRUCT_KW,
    /// `signed`
    SIGNED_KW,
    /// `unsigned`
    UNSIGNED_KW,
    /// `int`
    INT_KW,
    /// `integer`
    INTEGER_KW,
    /// `char`
    CHAR_KW,
    /// `string`
    STRING_KW,
    /// `int64_t`
    INT64_T_KW,
    /// `uint64_t`
    UINT64_T_KW,
    /// `True`
    TITLE_TRUE_KW,
    /// `true`
    TRUE_KW,
    /// `False`
    TITLE_FALSE_KW,
    /// `false`
    FALSE_KW,
    /// `;`
    SEMICOLON,
    /// `.`
    DOT,
    /// `(`
    L_PAREN,
    /// `)`
    R_PAREN,
    /// `{`
    L_BRACE,
    /// `}`
    R_BRACE,
    /// `,`
    COMMA,
    /// `->`
    ARROW,
    /// `=`
    EQ,
    /// `<-`
    LEFT_ARROW,
    /// `[`
    L_BRACK,
    /// `]`
    R_BRACK,
    /// `-`
    MINUS,
    /// `+`
    PLUS,
    /// `!`
    BANG,
    /// `~`
    TILDE,
    /// `||`
    PIPE2,
    /// `&&`
    AMP2,
    /// `|`
    PIPE,
    /// `^`
    CARET,
    /// `&`
    AMP,
    /// `==`
    EQ2,
    /// `!=`
    NEQ,
    /// `<`
    L_ANGLE,
    /// `<=`
    LTEQ,
    /// `>`
    R_ANGLE,
    /// `>=`
    GTEQ,
    /// `<<`
    SHL,
    /// `>>`
    SHR,
    /// `*`
    STAR,
    /// `/`
    SLASH,
    /// `%`
    PERCENT,
    /// `**`
    STAR2,
    /// `?`
    QUESTION,
    /// `:`
    COLON,
    /// A token of the class `string`.
    STRING,
    /// A token of the class `angled`.
    ANGLED,
    /// A token of the class `ident`.
    IDENT,
    /// A token of the class `numeral`.
    NUMERAL,
    /// Blanks, tabs, form feeds and line ends.
    WHITESPACE,
    /// `// …` up to the end of the line.
    LINE_COMMENT,
    /// `/* … */`
    BLOCK_COMMENT,
    /// `# …` up to the end of the line, continued lines included.
    PREPROCESSOR,
    /// Characters that belong to no token of the language.
    ERROR_TOKEN,
    /// A node of the type [`SourceFile`](crate::ast::SourceFile).
    SOURCE_FILE,
    /// A node of the type [`Import`](crate::ast::Import).
    IMPORT,
    /// A node of the type [`Include`](crate::ast::Include).
    INCLUDE,
    /// A node of the type [`Assembly`](crate::ast::Assembly).
    ASSEMBLY,
    /// A node of the type [`Component`](crate::ast::Component).
    COMPONENT,
    /// A node of the type [`Composition`](crate::ast::Composition).
    COMPOSITION,
    /// A node of the type [`Configuration`](crate::ast::Configuration).
    CONFIGURATION,
    /// A node of the type [`Connector`](crate::ast::Connector).
    CONNECTOR,
    /// A node of the type [`Procedure`](crate::ast::Procedure).
    PROCEDURE,
    /// A node of the type [`Struct`](crate::ast::Struct).
    STRUCT,
    /// A node of the type [`MacroUse`](crate::ast::MacroUse).
    MACRO_USE,
    /// A node of the type [`StringLit`](crate::ast::StringLit).
    STRING_LIT,
    /// A node of the type [`AngleString`](crate::ast::AngleString).
    ANGLE_STRING,
    /// A node of the type [`Name`](crate::ast::Name).
    NAME,
    /// A node of the type [`NameRef`](crate::ast::NameRef).
    NAME_REF,
    /// A node of the type [`Reference`](crate::ast::Reference).
    REFERENCE,
    /// A node of the type [`MacroArguments`](crate::ast::MacroArguments).
    MACRO_ARGUMENTS,
    /// A node of the type [`AssemblyBody`](crate::ast::AssemblyBody).
    ASSEMBLY_BODY,
    /// A node of the type [`CompositionUse`](crate::ast::CompositionUse).
    COMPOSITION_USE,
    /// A node of the type [`ConfigurationUse`](crate::ast::ConfigurationUse).
    CONFIGURATION_USE,
    /// A node of the type [`Schedule`](crate::ast::Schedule).
    SCHEDULE,
    /// A node of the type [`CompositionBody`](crate::ast::CompositionBody).
    COMPOSITION_BODY,
    /// A node of the type [`Instance`](crate::ast::Instance).
    INSTANCE,
    /// A node of the type [`Connection`](crate::ast::Connection).
    CONNECTION,
    /// A node of the type [`Group`](crate::ast::Group).
    GROUP,
    /// A node of the type [`Export`](crate::ast::Export).
    EXPORT,
    /// A node of the type [`ComponentBody`](crate::ast::ComponentBody).
    COMPONENT_BODY,
    /// A node of the type [`ConnectorBody`](crate::ast::ConnectorBody).
    CONNECTOR_BODY,
    /// A node of the type [`ConnectionEnd`](crate::ast::ConnectionEnd).
    CONNECTION_END,
    /// A node of the type [`GroupBody`](crate::ast::GroupBody).
    GROUP_BODY,
    /// A node of the type [`ConfigurationBody`](crate::ast::ConfigurationBody).
    CONFIGURATION_BODY,
    /// A node of the type [`Setting`](crate::ast::Setting).
    SETTING,
    /// A node of the type [`AttributeRef`](crate::ast::AttributeRef).
    ATTRIBUTE_REF,
    /// A node of the type [`DictLookup`](crate::ast::DictLookup).
    DICT_LOOKUP,
    /// A node of the type [`ScheduleBody`](crate::ast::ScheduleBody).
    SCHEDULE_BODY,
    /// A node of the type [`ScheduleItem`](crate::ast::ScheduleItem).
    SCHEDULE_ITEM,
    /// A node of the type [`Control`](crate::ast::Control).
    CONTROL,
    /// A node of the type [`Hardware`](crate::ast::Hardware).
    HARDWARE,
    /// A node of the type [`Provides`](crate::ast::Provides).
    PROVIDES,
    /// A node of the type [`Uses`](crate::ast::Uses).
    USES,
    /// A node of the type [`Emits`](crate::ast::Emits).
    EMITS,
    /// A node of the type [`Consumes`](crate::ast::Consumes).
    CONSUMES,
    /// A node of the type [`Dataport`](crate::ast::Dataport).
    DATAPORT,
    /// A node of the type [`Attribute`](crate::ast::Attribute).
    ATTRIBUTE,
    /// A node of the type [`Mutex`](crate::ast::Mutex).
    MUTEX,
    /// A node of the type [`Semaphore`](crate::ast::Semaphore).
    SEMAPHORE,
    /// A node of the type [`BinarySemaphore`](crate::ast::BinarySemaphore).
    BINARY_SEMAPHORE,
    /// A node of the type [`DataportType`](crate::ast::DataportType).
    DATAPORT_TYPE,
    /// A node of the type [`ArrayMark`](crate::ast::ArrayMark).
    ARRAY_MARK,
    /// A node of the type [`ConnectorEnd`](crate::ast::ConnectorEnd).
    CONNECTOR_END,
    /// A node of the type [`ConnectorKind`](crate::ast::ConnectorKind).
    CONNECTOR_KIND,
    /// A node of the type [`ThreadCount`](crate::ast::ThreadCount).
    THREAD_COUNT,
    /// A node of the type [`ProcedureBody`](crate::ast::ProcedureBody).
    PROCEDURE_BODY,
    /// A node of the type [`Method`](crate::ast::Method).
    METHOD,
    /// A node of the type [`ParameterList`](crate::ast::ParameterList).
    PARAMETER_LIST,
    /// A node of the type [`Parameter`](crate::ast::Parameter).
    PARAMETER,
    /// A node of the type [`StructBody`](crate::ast::StructBody).
    STRUCT_BODY,
    /// A node of the type [`PrimitiveType`](crate::ast::PrimitiveType).
    PRIMITIVE_TYPE,
    /// A node of the type [`CStructType`](crate::ast::CStructType).
    C_STRUCT_TYPE,
    /// A node of the type [`NamedType`](crate::ast::NamedType).
    NAMED_TYPE,
    /// A node of the type [`InlineStruct`](crate::ast::InlineStruct).
    INLINE_STRUCT,
    /// A node of the type [`Number`](crate::ast::Number).
    NUMBER,
    /// A node of the type [`Bool`](crate::ast::Bool).
    BOOL,
    /// A node of the type [`List`](crate::ast::List).
    LIST,
    /// A node of the type [`Dict`](crate::ast::Dict).
    DICT,
    /// A node of the type [`Query`](crate::ast::Query).
    QUERY,
    /// A node of the type [`ParenExpr`](crate::ast::ParenExpr).
    PAREN_EXPR,
    /// A node of the type [`UnaryExpr`](crate::ast::UnaryExpr).
    UNARY_EXPR,
    /// A node of the type [`BinaryExpr`](crate::ast::BinaryExpr).
    BINARY_EXPR,
    /// A node of the type [`TernaryExpr`](crate::ast::TernaryExpr).
    TERNARY_EXPR,
    /// A node of the type [`DictEntry`](crate::ast::DictEntry).
    DICT_ENTRY,
    /// Tokens that the parser could not place.
    ERROR,

    /// The end of the text; never in a tree.
    EOF,
}

/// Every kind that can be in a tree, at the index of its number.
const ALL: [SyntaxKind; 173] = [
    SyntaxKind::IMPORT_KW,
    SyntaxKind::INCLUDE_KW,
    SyntaxKind::BUF_KW,
    SyntaxKind::ASSEMBLY_KW,
    SyntaxKind::COMPOSITION_KW,
    SyntaxKind::COMPONENT_KW,
    SyntaxKind::CONNECTION_KW,
    SyntaxKind::FROM_KW,
    SyntaxKind::TO_KW,
    SyntaxKind::GROUP_KW,
    SyntaxKind::EXPORT_KW,
    SyntaxKind::CONFIGURATION_KW,
    SyntaxKind::SCHEDULE_KW,
    SyntaxKind::TICKS_KW,
    SyntaxKind::US_KW,
    SyntaxKind::CONTROL_KW,
    SyntaxKind::HARDWARE_KW,
    SyntaxKind::MAYBE_KW,
    SyntaxKind::PROVIDES_KW,
    SyntaxKind::USES_KW,
    SyntaxKind::EMITS_KW,
    SyntaxKind::CONSUMES_KW,
    SyntaxKind::DATAPORT_KW,
    SyntaxKind::HAS_KW,
    SyntaxKind::MUTEX_KW,
    SyntaxKind::SEMAPHORE_KW,
    SyntaxKind::BINARY_SEMAPHORE_KW,
    SyntaxKind::ATTRIBUTE_KW,
    SyntaxKind::CONNECTOR_KW,
    SyntaxKind::DATAPORT_TYPE_KW,
    SyntaxKind::DATAPORTS_TYPE_KW,
    SyntaxKind::EVENT_TYPE_KW,
    SyntaxKind::EVENTS_TYPE_KW,
    SyntaxKind::PROCEDURE_TYPE_KW,
    SyntaxKind::PROCEDURES_TYPE_KW,
    SyntaxKind::WITH_KW,
    SyntaxKind::THREAD_KW,
    SyntaxKind::THREADS_KW,
    SyntaxKind::PROCEDURE_KW,
    SyntaxKind::VOID_KW,
    SyntaxKind::IN_KW,
    SyntaxKind::OUT_KW,
    SyntaxKind::INOUT_KW,
    SyntaxKind::REFIN_KW,
    SyntaxKind::STRUCT_KW,
    SyntaxKind::SIGNED_KW,
    SyntaxKind::UNSIGNED_KW,
    SyntaxKind::INT_KW,
    SyntaxKind::INTEGER_KW,
    SyntaxKind::CHAR_KW,
    SyntaxKind::STRING_KW,
    SyntaxKind::INT64_T_KW,
    SyntaxKind::UINT64_T_KW,
    SyntaxKind::TITLE_TRUE_KW,
    SyntaxKind::TRUE_KW,
    SyntaxKind::TITLE_FALSE_KW,
    SyntaxKind::FALSE_KW,
    SyntaxKind::SEMICOLON,
    SyntaxKind::DOT,
    SyntaxKind::L_PAREN,
    SyntaxKind::R_PAREN,
    SyntaxKind::L_BRACE,
    SyntaxKind::R_BRACE,
    SyntaxKind::COMMA,
    SyntaxKind::ARROW,
    SyntaxKind::EQ,
    SyntaxKind::LEFT_ARROW,
    SyntaxKind::L_BRACK,
    SyntaxKind::R_BRACK,
    SyntaxKind::MINUS,
    SyntaxKind::PLUS,
    SyntaxKind::BANG,
    SyntaxKind::TILDE,
    SyntaxKind::PIPE2,
    SyntaxKind::AMP2,
    SyntaxKind::PIPE,
    SyntaxKind::CARET,
    SyntaxKind::AMP,
    SyntaxKind::EQ2,
    SyntaxKind::NEQ,
    SyntaxKind::L_ANGLE,
    SyntaxKind::LTEQ,
    SyntaxKind::R_ANGLE,
    SyntaxKind::GTEQ,
    SyntaxKind::SHL,
    SyntaxKind::SHR,
    SyntaxKind::STAR,
    SyntaxKind::SLASH,
    SyntaxKind::PERCENT,
    SyntaxKind::STAR2,
    SyntaxKind::QUESTION,
    SyntaxKind::COLON,
    SyntaxKind::STRING,
    SyntaxKind::ANGLED,
    SyntaxKind::IDENT,
    SyntaxKind::NUMERAL,
    SyntaxKind::WHITESPACE,
    SyntaxKind::LINE_COMMENT,
    SyntaxKind::BLOCK_COMMENT,
    SyntaxKind::PREPROCESSOR,
    SyntaxKind::ERROR_TOKEN,
    SyntaxKind::SOURCE_FILE,
    SyntaxKind::IMPORT,
    SyntaxKind::INCLUDE,
    SyntaxKind::ASSEMBLY,
    SyntaxKind::COMPONENT,
    SyntaxKind::COMPOSITION,
    SyntaxKind::CONFIGURATION,
    SyntaxKind::CONNECTOR,
    SyntaxKind::PROCEDURE,
    SyntaxKind::STRUCT,
    SyntaxKind::MACRO_USE,
    SyntaxKind::STRING_LIT,
    SyntaxKind::ANGLE_STRING,
    SyntaxKind::NAME,
    SyntaxKind::NAME_REF,
    SyntaxKind::REFERENCE,
    SyntaxKind::MACRO_ARGUMENTS,
    SyntaxKind::ASSEMBLY_BODY,
    SyntaxKind::COMPOSITION_USE,
    SyntaxKind::CONFIGURATION_USE,
    SyntaxKind::SCHEDULE,
    SyntaxKind::COMPOSITION_BODY,
    SyntaxKind::INSTANCE,
    SyntaxKind::CONNECTION,
    SyntaxKind::GROUP,
    SyntaxKind::EXPORT,
    SyntaxKind::COMPONENT_BODY,
    SyntaxKind::CONNECTOR_BODY,
    SyntaxKind::CONNECTION_END,
    SyntaxKind::GROUP_BODY,
    SyntaxKind::CONFIGURATION_BODY,
    SyntaxKind::SETTING,
    SyntaxKind::ATTRIBUTE_REF,
    SyntaxKind::DICT_LOOKUP,
    SyntaxKind::SCHEDULE_BODY,
    SyntaxKind::SCHEDULE_ITEM,
    SyntaxKind::CONTROL,
    SyntaxKind::HARDWARE,
    SyntaxKind::PROVIDES,
    SyntaxKind::USES,
    SyntaxKind::EMITS,
    SyntaxKind::CONSUMES,
    SyntaxKind::DATAPORT,
    SyntaxKind::ATTRIBUTE,
    SyntaxKind::MUTEX,
    SyntaxKind::SEMAPHORE,
    SyntaxKind::BINARY_SEMAPHORE,
    SyntaxKind::DATAPORT_TYPE,
    SyntaxKind::ARRAY_MARK,
    SyntaxKind::CONNECTOR_END,
    SyntaxKind::CONNECTOR_KIND,
    SyntaxKind::THREAD_COUNT,
    SyntaxKind::PROCEDURE_BODY,
    SyntaxKind::METHOD,
    SyntaxKind::PARAMETER_LIST,
    SyntaxKind::PARAMETER,
    SyntaxKind::STRUCT_BODY,
    SyntaxKind::PRIMITIVE_TYPE,
    SyntaxKind::C_STRUCT_TYPE,
    SyntaxKind::NAMED_TYPE,
    SyntaxKind::INLINE_STRUCT,
    SyntaxKind::NUMBER,
    SyntaxKind::BOOL,
    SyntaxKind::LIST,
    SyntaxKind::DICT,
    SyntaxKind::QUERY,
    SyntaxKind::PAREN_EXPR,
    SyntaxKind::UNARY_EXPR,
    SyntaxKind::BINARY_EXPR,
    SyntaxKind::TERNARY_EXPR,
    SyntaxKind::DICT_ENTRY,
    SyntaxKind::ERROR,
];

impl SyntaxKind {
    /// How many kinds of tokens have a fixed text. They have the lowest numbers.
    pub(crate) const WITH_FIXED_TEXT: usize = 92;

    /// The kind with this number, if there is one.
    #[must_use]
    pub fn from_raw(raw: u16) -> Option<Self> {
        ALL.get(usize::from(raw)).copied()
    }

    /// Every kind that can be in a tree.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &ALL
    }

    /// The keyword with this spelling.
    #[must_use]
    pub fn from_keyword(text: &str) -> Option<Self> {
        Some(match text {
            "import" => Self::IMPORT_KW,
            "include" => Self::INCLUDE_KW,
            "Buf" => Self::BUF_KW,
            "assembly" => Self::ASSEMBLY_KW,
            "composition" => Self::COMPOSITION_KW,
            "component" => Self::COMPONENT_KW,
            "connection" => Self::CONNECTION_KW,
            "from" => Self::FROM_KW,
            "to" => Self::TO_KW,
            "group" => Self::GROUP_KW,
            "export" => Self::EXPORT_KW,
            "configuration" => Self::CONFIGURATION_KW,
            "schedule" => Self::SCHEDULE_KW,
            "ticks" => Self::TICKS_KW,
            "us" => Self::US_KW,
            "control" => Self::CONTROL_KW,
            "hardware" => Self::HARDWARE_KW,
            "maybe" => Self::MAYBE_KW,
            "provides" => Self::PROVIDES_KW,
            "uses" => Self::USES_KW,
            "emits" => Self::EMITS_KW,
            "consumes" => Self::CONSUMES_KW,
            "dataport" => Self::DATAPORT_KW,
            "has" => Self::HAS_KW,
            "mutex" => Self::MUTEX_KW,
            "semaphore" => Self::SEMAPHORE_KW,
            "binary_semaphore" => Self::BINARY_SEMAPHORE_KW,
            "attribute" => Self::ATTRIBUTE_KW,
            "connector" => Self::CONNECTOR_KW,
            "Dataport" => Self::DATAPORT_TYPE_KW,
            "Dataports" => Self::DATAPORTS_TYPE_KW,
            "Event" => Self::EVENT_TYPE_KW,
            "Events" => Self::EVENTS_TYPE_KW,
            "Procedure" => Self::PROCEDURE_TYPE_KW,
            "Procedures" => Self::PROCEDURES_TYPE_KW,
            "with" => Self::WITH_KW,
            "thread" => Self::THREAD_KW,
            "threads" => Self::THREADS_KW,
            "procedure" => Self::PROCEDURE_KW,
            "void" => Self::VOID_KW,
            "in" => Self::IN_KW,
            "out" => Self::OUT_KW,
            "inout" => Self::INOUT_KW,
            "refin" => Self::REFIN_KW,
            "struct" => Self::STRUCT_KW,
            "signed" => Self::SIGNED_KW,
            "unsigned" => Self::UNSIGNED_KW,
            "int" => Self::INT_KW,
            "integer" => Self::INTEGER_KW,
            "char" => Self::CHAR_KW,
            "string" => Self::STRING_KW,
            "int64_t" => Self::INT64_T_KW,
            "uint64_t" => Self::UINT64_T_KW,
            "True" => Self::TITLE_TRUE_KW,
            "true" => Self::TRUE_KW,
            "False" => Self::TITLE_FALSE_KW,
            "false" => Self::FALSE_KW,

            _ => return None,
        })
    }

    /// Whether this is a word of the language.
    #[must_use]
    pub fn is_keyword(self) -> bool {
        matches!(
            self,
            Self::IMPORT_KW
                | Self::INCLUDE_KW
                | Self::BUF_KW
                | Self::ASSEMBLY_KW
                | Self::COMPOSITION_KW
                | Self::COMPONENT_KW
                | Self::CONNECTION_KW
                | Self::FROM_KW
                | Self::TO_KW
                | Self::GROUP_KW
                | Self::EXPORT_KW
                | Self::CONFIGURATION_KW
                | Self::SCHEDULE_KW
                | Self::TICKS_KW
                | Self::US_KW
                | Self::CONTROL_KW
                | Self::HARDWARE_KW
                | Self::MAYBE_KW
                | Self::PROVIDES_KW
                | Self::USES_KW
                | Self::EMITS_KW
                | Self::CONSUMES_KW
                | Self::DATAPORT_KW
                | Self::HAS_KW
                | Self::MUTEX_KW
                | Self::SEMAPHORE_KW
                | Self::BINARY_SEMAPHORE_KW
                | Self::ATTRIBUTE_KW
                | Self::CONNECTOR_KW
                | Self::DATAPORT_TYPE_KW
                | Self::DATAPORTS_TYPE_KW
                | Self::EVENT_TYPE_KW
                | Self::EVENTS_TYPE_KW
                | Self::PROCEDURE_TYPE_KW
                | Self::PROCEDURES_TYPE_KW
                | Self::WITH_KW
                | Self::THREAD_KW
                | Self::THREADS_KW
                | Self::PROCEDURE_KW
                | Self::VOID_KW
                | Self::IN_KW
                | Self::OUT_KW
                | Self::INOUT_KW
                | Self::REFIN_KW
                | Self::STRUCT_KW
                | Self::SIGNED_KW
                | Self::UNSIGNED_KW
                | Self::INT_KW
                | Self::INTEGER_KW
                | Self::CHAR_KW
                | Self::STRING_KW
                | Self::INT64_T_KW
                | Self::UINT64_T_KW
                | Self::TITLE_TRUE_KW
                | Self::TRUE_KW
                | Self::TITLE_FALSE_KW
                | Self::FALSE_KW
        )
    }

    /// The spelling, if every token of this kind has the same.
    #[must_use]
    #[allow(clippy::too_many_lines)]
    pub fn text(self) -> Option<&'static str> {
        Some(match self {
            Self::IMPORT_KW => "import",
            Self::INCLUDE_KW => "include",
            Self::BUF_KW => "Buf",
            Self::ASSEMBLY_KW => "assembly",
            Self::COMPOSITION_KW => "composition",
            Self::COMPONENT_KW => "component",
            Self::CONNECTION_KW => "connection",
            Self::FROM_KW => "from",
            Self::TO_KW => "to",
            Self::GROUP_KW => "group",
            Self::EXPORT_KW => "export",
            Self::CONFIGURATION_KW => "configuration",
            Self::SCHEDULE_KW => "schedule",
            Self::TICKS_KW => "ticks",
            Self::US_KW => "us",
            Self::CONTROL_KW => "control",
            Self::HARDWARE_KW => "hardware",
            Self::MAYBE_KW => "maybe",
            Self::PROVIDES_KW => "provides",
            Self::USES_KW => "uses",
            Self::EMITS_KW => "emits",
            Self::CONSUMES_KW => "consumes",
            Self::DATAPORT_KW => "dataport",
            Self::HAS_KW => "has",
            Self::MUTEX_KW => "mutex",
            Self::SEMAPHORE_KW => "semaphore",
            Self::BINARY_SEMAPHORE_KW => "binary_semaphore",
            Self::ATTRIBUTE_KW => "attribute",
            Self::CONNECTOR_KW => "connector",
            Self::DATAPORT_TYPE_KW => "Dataport",
            Self::DATAPORTS_TYPE_KW => "Dataports",
            Self::EVENT_TYPE_KW => "Event",
            Self::EVENTS_TYPE_KW => "Events",
            Self::PROCEDURE_TYPE_KW => "Procedure",
            Self::PROCEDURES_TYPE_KW => "Procedures",
            Self::WITH_KW => "with",
            Self::THREAD_KW => "thread",
            Self::THREADS_KW => "threads",
            Self::PROCEDURE_KW => "procedure",
            Self::VOID_KW => "void",
            Self::IN_KW => "in",
            Self::OUT_KW => "out",
            Self::INOUT_KW => "inout",
            Self::REFIN_KW => "refin",
            Self::STRUCT_KW => "struct",
            Self::SIGNED_KW => "signed",
            Self::UNSIGNED_KW => "unsigned",
            Self::INT_KW => "int",
            Self::INTEGER_KW => "integer",
            Self::CHAR_KW => "char",
            Self::STRING_KW => "string",
            Self::INT64_T_KW => "int64_t",
            Self::UINT64_T_KW => "uint64_t",
            Self::TITLE_TRUE_KW => "True",
            Self::TRUE_KW => "true",
            Self::TITLE_FALSE_KW => "False",
            Self::FALSE_KW => "false",
            Self::SEMICOLON => ";",
            Self::DOT => ".",
            Self::L_PAREN => "(",
            Self::R_PAREN => ")",
            Self::L_BRACE => "{",
            Self::R_BRACE => "}",
            Self::COMMA => ",",
            Self::ARROW => "->",
            Self::EQ => "=",
            Self::LEFT_ARROW => "<-",
            Self::L_BRACK => "[",
            Self::R_BRACK => "]",
            Self::MINUS => "-",
            Self::PLUS => "+",
            Self::BANG => "!",
            Self::TILDE => "~",
            Self::PIPE2 => "||",
            Self::AMP2 => "&&",
            Self::PIPE => "|",
            Self::CARET => "^",
            Self::AMP => "&",
            Self::EQ2 => "==",
            Self::NEQ => "!=",
            Self::L_ANGLE => "<",
            Self::LTEQ => "<=",
            Self::R_ANGLE => ">",
            Self::GTEQ => ">=",
            Self::SHL => "<<",
            Self::SHR => ">>",
            Self::STAR => "*",
            Self::SLASH => "/",
            Self::PERCENT => "%",
            Self::STAR2 => "**",
            Self::QUESTION => "?",
            Self::COLON => ":",

            _ => return None,
        })
    }
}
