namespace Granary.Grains.Templates;

/// <summary>What became of a text: exactly one of both.</summary>
/// <param name="Template">The executable form.</param>
/// <param name="Error">Why there is none.</param>
internal readonly record struct TemplateParse(CompiledTemplate? Template, TemplateError? Error);
