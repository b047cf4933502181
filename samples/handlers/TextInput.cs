namespace Granary.SampleHandlers;

/// <summary>A text.</summary>
public sealed record TextInput(string Text);
