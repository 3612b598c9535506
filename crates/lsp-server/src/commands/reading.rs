// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What a command line says about how systems are read and built.

use std::fs;

use camino::Utf8PathBuf;
use camkes_capdl::ObjectSizes;
use camkes_codegen::{Arch, Kernel, Options, Target};
use camkes_hir::ForwardReferences;
use camkes_preprocessor::MacroOption;

use crate::{
    cli::{BuildOptions, CacheOptions, ReadingOptions},
    commands::findings,
    report::Finding,
    settings::{
        IncludeFolder, IncludeKind, Layer, Origin, Setting,
        project::{FileChoice, ProjectSettings},
    },
    system::System,
    vfs::disk::reason,
};

/// The settings under a command line.
pub(crate) fn settings(system: &System<'_>, reading: &ReadingOptions) -> ProjectSettings {
    ProjectSettings::new(of_reading(system, reading), choice(system, reading))
}

/// The settings under the command line of a build.
pub(crate) fn settings_of_build(system: &System<'_>, options: &BuildOptions) -> ProjectSettings {
    ProjectSettings::new(of_build(system, options), choice(system, &options.reading))
}

fn choice(system: &System<'_>, reading: &ReadingOptions) -> FileChoice {
    match &reading.config {
        Some(path) => FileChoice::Named(system.absolute(path)),
        None if reading.no_config => FileChoice::Never,
        None => FileChoice::Nearest,
    }
}

fn set<T>(value: T) -> Setting<T> {
    Setting::new(value, &Origin::CommandLine)
}

fn of_reading(system: &System<'_>, reading: &ReadingOptions) -> Layer {
    let path = |path: &Utf8PathBuf| set(system.absolute(path));
    let folder = |path: &Utf8PathBuf, kind| set(IncludeFolder { path: system.absolute(path), kind });
    let any = reading.include_paths.iter().map(|path| folder(path, IncludeKind::Any));
    let last = reading.system_include_paths.iter().map(|path| folder(path, IncludeKind::System));
    let defines = reading.defines.iter().cloned().map(MacroOption::Define);
    let undefines = reading.undefines.iter().cloned().map(MacroOption::Undefine);
    Layer {
        import_paths: reading.import_paths.iter().map(path).collect(),
        include_folders: any.chain(last).collect(),
        forced_includes: reading.forced_includes.iter().map(|path| set(system.absolute(path).into_string())).collect(),
        macros: defines.chain(undefines).map(set).collect(),
        preprocess: reading.nocpp.then(|| set(false)),
        device_tree: reading.dtb.as_ref().map(path),
        pin_list: reading.gpio_list.as_ref().map(path),
        forward_references: match (reading.disallow_forward_references, reading.allow_forward_references) {
            (true, _) => Some(set(ForwardReferences::Forbid)),
            (false, true) => Some(set(ForwardReferences::Allow)),
            (false, false) => None,
        },
        architecture: reading.arch.map(set),
        templates: reading.templates.iter().map(path).collect(),
        build_folder: reading.build_dir.as_ref().map(path),
        ..Layer::default()
    }
}

fn of_build(system: &System<'_>, options: &BuildOptions) -> Layer {
    Layer {
        default_priority: options.default_priority.map(set),
        default_max_priority: options.default_max_priority.map(set),
        default_affinity: options.default_affinity.map(set),
        default_stack_size: options.default_stack_size.map(set),
        realtime: options.realtime.then(|| set(true)),
        debug_fault_handlers: options.debug_fault_handlers.then(|| set(true)),
        largeframe: options.largeframe.then(|| set(true)),
        largeframe_dma: options.largeframe_dma.then(|| set(true)),
        object_sizes: options.object_sizes.as_ref().map(|path| set(system.absolute(path))),
        ..of_cache(system, &options.cache).over(of_reading(system, &options.reading))
    }
}

/// What a command line says about what is kept from one process to the next.
pub(crate) fn of_cache(system: &System<'_>, options: &CacheOptions) -> Layer {
    Layer {
        cache: options.no_cache.then(|| set(false)),
        cache_folder: options.cache_dir.as_ref().map(|path| set(system.absolute(path))),
        cache_size: options.cache_size.map(set),
        ..Layer::default()
    }
}

/// What a system is built for where nobody says it.
const ARCHITECTURE: Arch = Arch::X86_64;

/// For what a system is generated, without the sizes of the kernel's objects, which are in a file.
pub(crate) fn target(layer: &Layer) -> Target {
    let value = |setting: &Option<Setting<bool>>| setting.as_ref().is_some_and(|it| it.value);
    let default = Options::default();
    Target {
        arch: layer.architecture.as_ref().map_or(ARCHITECTURE, |it| it.value),
        options: Options {
            kernel: if value(&layer.realtime) { Kernel::Realtime } else { Kernel::Classic },
            debug_fault_handlers: value(&layer.debug_fault_handlers).into(),
            largeframe: value(&layer.largeframe).into(),
            largeframe_dma: value(&layer.largeframe_dma).into(),
            default_priority: layer.default_priority.as_ref().map_or(default.default_priority, |it| it.value),
            default_max_priority: layer
                .default_max_priority
                .as_ref()
                .map_or(default.default_max_priority, |it| it.value),
            default_affinity: layer.default_affinity.as_ref().map_or(default.default_affinity, |it| it.value),
            default_stack_size: layer.default_stack_size.as_ref().map_or(default.default_stack_size, |it| it.value),
            ..default
        },
        ..Target::new(ARCHITECTURE)
    }
}

/// For what a system is generated.
///
/// # Errors
/// The file with the sizes of the kernel's objects can't be read.
pub(crate) fn full_target(layer: &Layer) -> Result<Target, Box<Finding>> {
    let Some(path) = layer.object_sizes.as_ref().map(|setting| &setting.value) else { return Ok(target(layer)) };
    let wrong =
        |why: String| Box::new(findings::unreadable(path, &format!("the sizes of objects can't be read: {why}")));
    let text = fs::read_to_string(path).map_err(|error| wrong(reason(&error)))?;
    let sizes = ObjectSizes::parse(&text).map_err(|error| wrong(error.to_string()))?;
    Ok(Target { sizes, ..target(layer) })
}
