// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What one place says, and how two places are put together.

use std::collections::BTreeMap;

use camino::Utf8PathBuf;
use camkes_codegen::Arch;
use camkes_hir::{ForwardReferences, Preprocessor};
use camkes_ide::{ComponentFiles, Level, Rule, RuleLevels, SystemSettings};
use camkes_preprocessor::{MacroOption, Options};

use super::Setting;

/// A folder that is searched for headers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncludeFolder {
    /// The folder, absolute.
    pub path: Utf8PathBuf,
    /// When it is searched.
    pub kind: IncludeKind,
}

/// When a folder is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IncludeKind {
    /// For `"name"` only.
    Quote,
    /// For both spellings.
    Any,
    /// For both, after all others.
    System,
}

/// What one place says about how a system is read and built.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layer {
    /// Searched for `import <…>`, in order.
    pub import_paths: Vec<Setting<Utf8PathBuf>>,
    /// Searched for headers, in order.
    pub include_folders: Vec<Setting<IncludeFolder>>,
    /// Definitions and their opposites, in order.
    pub macros: Vec<Setting<MacroOption>>,
    /// Headers that are included before the first line of each file.
    pub forced_includes: Vec<Setting<String>>,
    /// Folders with templates that come before the built-in ones, best first.
    pub templates: Vec<Setting<Utf8PathBuf>>,
    /// Whether files are preprocessed.
    pub preprocess: Option<Setting<bool>>,
    /// For what a system is built.
    pub architecture: Option<Setting<Arch>>,
    /// The device tree that `dtb()` asks.
    pub device_tree: Option<Setting<Utf8PathBuf>>,
    /// The list of pins that `gpio()` asks.
    pub pin_list: Option<Setting<Utf8PathBuf>>,
    /// Rule for names used before their declaration.
    pub forward_references: Option<Setting<ForwardReferences>>,
    /// What becomes of the findings of rules.
    pub rules: BTreeMap<Rule, Setting<Level>>,
    /// C files of components, by name.
    pub components: BTreeMap<String, Setting<ComponentFiles>>,
    /// A CMake build folder that says more.
    pub build_folder: Option<Setting<Utf8PathBuf>>,
    /// Where generated files go, in a folder for each system.
    pub output_folder: Option<Setting<Utf8PathBuf>>,
    /// Whether what is generated is kept from one process to the next.
    pub cache: Option<Setting<bool>>,
    /// Where it is kept.
    pub cache_folder: Option<Setting<Utf8PathBuf>>,
    /// How much of it is kept, in MiB.
    pub cache_size: Option<Setting<u64>>,
    /// Whether files are generated after each save in an editor.
    pub generate_on_save: Option<Setting<bool>>,
    /// Sizes of the kernel's objects.
    pub object_sizes: Option<Setting<Utf8PathBuf>>,
    /// Whether large frames are used.
    pub largeframe: Option<Setting<bool>>,
    /// Whether large frames are used for DMA pools.
    pub largeframe_dma: Option<Setting<bool>>,
    /// Priority of threads without a setting of it.
    pub default_priority: Option<Setting<u8>>,
    /// Highest priority that threads without a setting of it may give.
    pub default_max_priority: Option<Setting<u8>>,
    /// Core of threads without a setting of it.
    pub default_affinity: Option<Setting<u32>>,
    /// Stack of threads without a setting of it, in bytes.
    pub default_stack_size: Option<Setting<u64>>,
    /// Whether the kernel schedules mixed criticality.
    pub realtime: Option<Setting<bool>>,
    /// Whether components have a thread that prints faults.
    pub debug_fault_handlers: Option<Setting<bool>>,
}

impl Layer {
    /// This place's say over that of a lower one. Single values replace; folders of this place are searched first; macros
    /// of this place replace those of the same name.
    #[must_use]
    pub fn over(self, lower: Self) -> Self {
        Self {
            import_paths: first(self.import_paths, lower.import_paths),
            include_folders: first(self.include_folders, lower.include_folders),
            templates: first(self.templates, lower.templates),
            forced_includes: first(lower.forced_includes, self.forced_includes),
            macros: redefined(lower.macros, self.macros),
            preprocess: self.preprocess.or(lower.preprocess),
            architecture: self.architecture.or(lower.architecture),
            device_tree: self.device_tree.or(lower.device_tree),
            pin_list: self.pin_list.or(lower.pin_list),
            forward_references: self.forward_references.or(lower.forward_references),
            rules: lower.rules.into_iter().chain(self.rules).collect(),
            components: lower.components.into_iter().chain(self.components).collect(),
            build_folder: self.build_folder.or(lower.build_folder),
            output_folder: self.output_folder.or(lower.output_folder),
            cache: self.cache.or(lower.cache),
            cache_folder: self.cache_folder.or(lower.cache_folder),
            cache_size: self.cache_size.or(lower.cache_size),
            generate_on_save: self.generate_on_save.or(lower.generate_on_save),
            object_sizes: self.object_sizes.or(lower.object_sizes),
            largeframe: self.largeframe.or(lower.largeframe),
            largeframe_dma: self.largeframe_dma.or(lower.largeframe_dma),
            default_priority: self.default_priority.or(lower.default_priority),
            default_max_priority: self.default_max_priority.or(lower.default_max_priority),
            default_affinity: self.default_affinity.or(lower.default_affinity),
            default_stack_size: self.default_stack_size.or(lower.default_stack_size),
            realtime: self.realtime.or(lower.realtime),
            debug_fault_handlers: self.debug_fault_handlers.or(lower.debug_fault_handlers),
        }
    }

    /// How the database reads a system with these settings.
    #[must_use]
    pub fn system_settings(&self) -> SystemSettings {
        SystemSettings {
            import_paths: values(&self.import_paths),
            forward_references: value(self.forward_references.as_ref()).unwrap_or_default(),
            preprocessor: self.preprocessor(),
            device_tree: value(self.device_tree.as_ref()),
            pin_list: value(self.pin_list.as_ref()),
            rule_levels: self.rule_levels(),
            component_files: self.components.iter().map(|(name, it)| (name.clone(), it.value.clone())).collect(),
        }
    }

    fn rule_levels(&self) -> RuleLevels {
        let mut levels = RuleLevels::default();
        for (rule, level) in &self.rules {
            levels.set(*rule, level.value);
        }
        levels
    }

    fn preprocessor(&self) -> Preprocessor {
        if self.preprocess.as_ref().is_some_and(|on| !on.value) {
            return Preprocessor::Off;
        }
        let folders = |kind| -> Vec<String> {
            let of_kind = self.include_folders.iter().filter(|folder| folder.value.kind == kind);
            of_kind.map(|folder| folder.value.path.as_str().to_owned()).collect()
        };
        let mut options = Options::camkes();
        options.macros = redefined(options.macros, values(&self.macros));
        options.quote_folders = folders(IncludeKind::Quote);
        options.include_folders = folders(IncludeKind::Any);
        options.system_folders = folders(IncludeKind::System);
        options.forced_includes = values(&self.forced_includes);
        Preprocessor::On(options)
    }
}

fn value<T: Clone>(setting: Option<&Setting<T>>) -> Option<T> {
    setting.map(|setting| setting.value.clone())
}

fn values<T: Clone>(settings: &[Setting<T>]) -> Vec<T> {
    settings.iter().map(|setting| setting.value.clone()).collect()
}

/// One list before another; what both have counts where it comes first.
fn first<T: PartialEq>(mut before: Vec<Setting<T>>, after: Vec<Setting<T>>) -> Vec<Setting<T>> {
    for setting in after {
        if !before.iter().any(|other| other.value == setting.value) {
            before.push(setting);
        }
    }
    before
}

/// Something that is about one macro.
trait Named {
    fn name(&self) -> &str;
}

impl Named for MacroOption {
    fn name(&self) -> &str {
        match self {
            Self::Define(text) | Self::Undefine(text) => text.split(['=', '(']).next().unwrap_or_default().trim(),
        }
    }
}

impl<T: Named> Named for Setting<T> {
    fn name(&self) -> &str {
        self.value.name()
    }
}

/// Macros, and after them others that replace those of the same name.
fn redefined<T: Named>(mut before: Vec<T>, after: Vec<T>) -> Vec<T> {
    before.retain(|old| !after.iter().any(|new| new.name() == old.name()));
    before.extend(after);
    before
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Origin;

    fn setting<T>(value: T) -> Setting<T> {
        Setting::new(value, &Origin::CommandLine)
    }

    fn paths(list: &[&str]) -> Vec<Setting<Utf8PathBuf>> {
        list.iter().map(|path| setting(Utf8PathBuf::from(path))).collect()
    }

    #[test]
    fn folders_of_the_higher_place_are_searched_first_and_once() {
        let high = Layer { import_paths: paths(&["/a", "/b"]), ..Layer::default() };
        let low = Layer { import_paths: paths(&["/b", "/c"]), ..Layer::default() };
        assert_eq!(high.over(low).system_settings().import_paths, ["/a", "/b", "/c"]);
    }

    #[test]
    fn a_macro_of_the_higher_place_replaces_the_lower_one() {
        let define = |text: &str| setting(MacroOption::Define(text.to_owned()));
        let high = Layer { macros: vec![define("A=2"), define("F(x)=x")], ..Layer::default() };
        let low = Layer {
            macros: vec![
                define("A=1"),
                define("B"),
                define("F=3"),
                setting(MacroOption::Undefine("CAMKES_TOOL_PROCESSING".into())),
            ],
            ..Layer::default()
        };
        let Preprocessor::On(options) = high.over(low).system_settings().preprocessor else { panic!("it is on") };
        let shown: Vec<_> = options.macros.iter().map(|it| format!("{it:?}")).collect();
        assert_eq!(
            shown,
            [r#"Define("B")"#, r#"Undefine("CAMKES_TOOL_PROCESSING")"#, r#"Define("A=2")"#, r#"Define("F(x)=x")"#]
        );
    }

    #[test]
    fn single_values_replace_each_other() {
        let high = Layer { preprocess: Some(setting(false)), ..Layer::default() };
        let low = Layer { preprocess: Some(setting(true)), default_priority: Some(setting(7)), ..Layer::default() };
        let both = high.over(low);
        assert_eq!(both.system_settings().preprocessor, Preprocessor::Off);
        assert_eq!(both.default_priority.map(|it| it.value), Some(7));
    }
}
