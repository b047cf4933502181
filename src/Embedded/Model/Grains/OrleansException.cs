namespace Granary.Embedded;

/// <summary>An error of the grain runtime.</summary>
public class OrleansException : Exception
{
    /// <summary>Without a message.</summary>
    public OrleansException()
    {
    }

    /// <summary>With a message.</summary>
    public OrleansException(string message)
        : base(message)
    {
    }

    /// <summary>With a cause.</summary>
    public OrleansException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
