using System.Reflection;

namespace Granary.Embedded;

/// <summary>A call as data, for filters and interleaving predicates.</summary>
public interface IInvokable
{
    /// <summary>The object that is called; null on the caller's side.</summary>
    object? GetTarget();

    /// <summary>Number of arguments, cancellation tokens included.</summary>
    int GetArgumentCount();

    /// <summary>An argument.</summary>
    object? GetArgument(int index);

    /// <summary>Replaces an argument before the call runs.</summary>
    void SetArgument(int index, object value);

    /// <summary>Name of the interface method.</summary>
    string GetMethodName();

    /// <summary>Name of the interface.</summary>
    string GetInterfaceName();

    /// <summary>The interface.</summary>
    Type GetInterfaceType();

    /// <summary>The interface method.</summary>
    MethodInfo GetMethod();

    /// <summary>The method's own time-out, if it has one.</summary>
    TimeSpan? GetDefaultResponseTimeout();
}
