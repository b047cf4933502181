using Granary.Grains.Templates;

namespace Granary.Grains.Runs.Processors;

/// <summary>A column that is written anew from a template.</summary>
internal sealed record TransformTarget(ProcessorColumn Column, CompiledTemplate Template);
