namespace Granary.Admission.Events;

/// <summary>A named number, text or flag of an event.</summary>
/// <param name="Name">camelCase.</param>
/// <param name="Value">A <see cref="long"/>, <see cref="double"/>, <see cref="bool"/> or <see cref="string"/>.</param>
public readonly record struct EventFact(string Name, object Value);
