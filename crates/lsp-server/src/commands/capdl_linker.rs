// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `camkes-lsp capdl-linker`: the specification of a system from its object state and its ELF files.

use camino::Utf8Path;
use camkes_capdl::{Binary, CSpaceSymbols, ObjectSizes, ObjectState, RootUntyped, Spec, TcbCaps};

use super::{CommandResult, Outcome, files};
use crate::{
    cli::{BuildCnodeCommand, CapdlLinkerCommand, GenCdlCommand, LinkerAction},
    system::System,
};

/// Links a system, or writes C with the contents of CSpaces. Nothing is written if anything is wrong.
///
/// # Errors
/// When a stream takes no more.
pub fn run(system: &mut System<'_>, command: &CapdlLinkerCommand) -> CommandResult {
    let made = match &command.action {
        LinkerAction::GenCdl(link) => generate(system, command, link),
        LinkerAction::BuildCnode(cnode) => build_cnode(system, command, cnode),
    };
    match made {
        Ok(()) => Ok(Outcome::Clean),
        Err(messages) => {
            for message in messages {
                system.say(&format!("error: {message}\n"))?;
            }
            Ok(Outcome::Findings)
        }
    }
}

fn generate(system: &mut System<'_>, command: &CapdlLinkerCommand, link: &GenCdlCommand) -> Result<(), Vec<String>> {
    let sizes = object_sizes(system, &command.object_sizes)?;
    let manifest = system.absolute(&link.manifest_in);
    let mut state = ObjectState::decode(&files::read(&manifest)?)
        .map_err(|error| vec![format!("{}: {error}", system.shown(&manifest))])?;
    if state.spec.arch != command.architecture {
        let (asked, held) = (command.architecture, state.spec.arch);
        return Err(vec![format!("the object state is for {held}, but --architecture is {asked}")]);
    }
    if link.elf_files.len() != link.keys.len() {
        let (elves, keys) = (link.elf_files.len(), link.keys.len());
        return Err(vec![format!("each --elffile needs one of --keys, but there are {elves} and {keys}")]);
    }
    link_files(system, link, &sizes, &mut state)?;
    state.spec.allocate_asid_slots(&sizes).map_err(|error| vec![error.to_string()])?;
    let placed = link.untyped.as_ref().filter(|_| link.static_alloc);
    let placed = placed.map(|untyped| place(system, untyped, &sizes, &mut state)).transpose()?;
    let saved = link.save_object_state.as_ref().map(|path| Ok::<_, Vec<String>>((path.clone(), encoded(&state)?)));
    let saved = saved.transpose()?;
    let spec = placed.map_or_else(|| state.into_spec().map_err(texts), Ok)?;
    let outputs: Vec<_> = [(link.outfile.clone(), spec.to_cdl().into_bytes())].into_iter().chain(saved).collect();
    // The process ends with this command; to take apart what it made would be a tenth of its time.
    std::mem::forget(spec);
    files::write_all(system, &outputs)
}

/// Links all ELF files, of which one is in memory at a time.
fn link_files(
    system: &System<'_>,
    link: &GenCdlCommand,
    sizes: &ObjectSizes,
    state: &mut ObjectState,
) -> Result<(), Vec<String>> {
    let tcb_caps = if link.fno_provide_tcb_caps { TcbCaps::Withheld } else { TcbCaps::Provided };
    let mut errors = Vec::new();
    for (file, key) in link.elf_files.iter().zip(&link.keys) {
        let parts = files::elf(&system.absolute(file))?;
        let binary = Binary { key, name: file.file_name().unwrap_or(file.as_str()), file: &parts };
        errors.extend(state.link_binary(sizes, &binary, tcb_caps).err().map(|error| error.to_string()));
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    state.finish_linking(link.keys.iter().map(String::as_str)).map_err(texts)
}

/// The specification with a place for every object. The state keeps the untypeds, too.
fn place(
    system: &System<'_>,
    untyped: &Utf8Path,
    sizes: &ObjectSizes,
    state: &mut ObjectState,
) -> Result<Spec, Vec<String>> {
    let path = system.absolute(untyped);
    let roots = RootUntyped::parse_list(&files::text(&path)?)
        .map_err(|error| vec![format!("{}: {error}", system.shown(&path))])?;
    let mut spec = state.to_spec().map_err(texts)?;
    spec.allocate_untypeds(sizes, &roots).map_err(|error| vec![error.to_string()])?;
    state.keep_untypeds(&spec);
    Ok(spec)
}

fn encoded(state: &ObjectState) -> Result<Vec<u8>, Vec<String>> {
    state.encode().map_err(|error| vec![error.to_string()])
}

fn texts<E: ToString>(errors: Vec<E>) -> Vec<String> {
    errors.iter().map(E::to_string).collect()
}

/// Sizes from a file.
pub(super) fn object_sizes(system: &System<'_>, path: &Utf8Path) -> Result<ObjectSizes, Vec<String>> {
    let path = system.absolute(path);
    ObjectSizes::parse(&files::text(&path)?).map_err(|error| vec![format!("{}: {error}", system.shown(&path))])
}

fn build_cnode(
    system: &mut System<'_>,
    command: &CapdlLinkerCommand,
    cnode: &BuildCnodeCommand,
) -> Result<(), Vec<String>> {
    object_sizes(system, &command.object_sizes)?;
    let path = system.absolute(&cnode.manifest_in);
    let wrong = |error: camkes_capdl::YamlError| vec![format!("{}: {error}", system.shown(&path))];
    let symbols = CSpaceSymbols::parse(&files::text(&path)?).map_err(wrong)?;
    if cnode.elf_files.len() != cnode.c_files.len() {
        let (elves, sources) = (cnode.elf_files.len(), cnode.c_files.len());
        return Err(vec![format!("each --elffile needs one --ccspace, but there are {elves} and {sources}")]);
    }
    let mut outputs = Vec::new();
    for (elf, source) in cnode.elf_files.iter().zip(&cnode.c_files) {
        let program = elf.file_name().unwrap_or(elf.as_str());
        let text =
            symbols.to_c(program).ok_or_else(|| vec![format!("{} has no program '{program}'", system.shown(&path))])?;
        outputs.push((source.clone(), text.into_bytes()));
    }
    files::write_all(system, &outputs)
}
