namespace Granary.Embedded;

/// <summary>The grain does not know the enumeration (any more): it was deactivated in between, or nobody asked for too long.</summary>
public sealed class EnumerationAbortedException : Exception
{
    /// <summary>Without a message.</summary>
    public EnumerationAbortedException()
    {
    }

    /// <summary>With a message.</summary>
    public EnumerationAbortedException(string message)
        : base(message)
    {
    }

    /// <summary>With a cause.</summary>
    public EnumerationAbortedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
