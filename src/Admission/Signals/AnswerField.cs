namespace Granary.Admission.Signals;

/// <summary>One header field of an answer, as it was sent.</summary>
/// <param name="Name">Field name; case does not matter.</param>
/// <param name="Value">Its value; blanks around it do not matter.</param>
public readonly record struct AnswerField(string Name, string Value);
