namespace Granary.Admission.Signals;

/// <summary>What an error body says. Looked at to find the cause; never shown, logged or kept.</summary>
/// <param name="Code">Its code, also a number as text; empty if there is none.</param>
/// <param name="Type">Its type; empty if there is none.</param>
/// <param name="Message">Its text; empty if there is none.</param>
public readonly record struct ErrorText(string Code, string Type, string Message)
{
    /// <summary>Code or type is one of these names, or the text holds one of these phrases. Case does not matter.</summary>
    public bool Says(ReadOnlySpan<string> names, ReadOnlySpan<string> phrases)
    {
        foreach (var name in names)
        {
            if (string.Equals(Code, name, StringComparison.OrdinalIgnoreCase) || string.Equals(Type, name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        foreach (var phrase in phrases)
        {
            if (Message?.Contains(phrase, StringComparison.OrdinalIgnoreCase) == true)
            {
                return true;
            }
        }

        return false;
    }
}
