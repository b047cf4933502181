namespace Granary.Embedded;

/// <summary>The silo of the called grain stopped or died; whether the call ran is not known.</summary>
public class SiloUnavailableException : OrleansMessageRejectionException
{
    /// <summary>Without more to say.</summary>
    public SiloUnavailableException()
        : base("The target silo is unavailable.")
    {
    }

    /// <summary>With a message.</summary>
    public SiloUnavailableException(string message)
        : base(message)
    {
    }
}
