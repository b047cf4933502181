using System.Reflection;

namespace Granary.Embedded.Runtime;

/// <summary>One method of a grain or observer interface: how its calls behave, how they are sent, how they are run.</summary>
internal abstract class GrainMethod
{
    protected GrainMethod(MethodInfo info, bool isVoid)
    {
        Info = info;
        Name = info.Name;
        InterfaceType = info.DeclaringType!;
        InterfaceName = InterfaceType.FullName ?? InterfaceType.Name;
        OneWay = isVoid || info.IsDefined(typeof(OneWayAttribute), inherit: true);
        ReadOnly = info.IsDefined(typeof(ReadOnlyAttribute), inherit: true);
        AlwaysInterleave = info.IsDefined(typeof(AlwaysInterleaveAttribute), inherit: true);
        Timeout = info.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
        var tokens = info.GetParameters().Where(p => p.ParameterType == typeof(CancellationToken)).Select(p => p.Position).ToArray();
        TokenIndex = tokens.Length == 0 ? -1 : tokens[0];
    }

    public MethodInfo Info { get; }

    public string Name { get; }

    public Type InterfaceType { get; }

    public string InterfaceName { get; }

    public bool OneWay { get; }

    public bool ReadOnly { get; }

    public bool AlwaysInterleave { get; protected init; }

    public TimeSpan? Timeout { get; protected init; }

    /// <summary>Place of the cancellation token among the arguments; -1: there is none.</summary>
    public int TokenIndex { get; protected init; }

    /// <summary>Sends a call; what the interface method returns.</summary>
    public abstract object? Call(GrainProxy proxy, object?[] arguments);

    /// <summary>The method as data; the form depends on what it returns.</summary>
    /// <exception cref="NotSupportedException">Grain methods of that form do not exist.</exception>
    public static GrainMethod Of(MethodInfo info)
    {
        if (info.IsGenericMethodDefinition)
        {
            throw new NotSupportedException($"{info.DeclaringType}.{info.Name} is generic; grain methods are not.");
        }

        var parameters = info.GetParameters();
        if (parameters.Any(p => p.ParameterType.IsByRef))
        {
            throw new NotSupportedException($"{info.DeclaringType}.{info.Name} has a ref, in or out parameter; grain methods have none.");
        }

        if (parameters.Count(p => p.ParameterType == typeof(CancellationToken)) > 1)
        {
            throw new NotSupportedException($"{info.DeclaringType}.{info.Name} has several cancellation tokens; a grain method has one at most.");
        }

        var returns = info.ReturnType;
        if (returns == typeof(void))
        {
            return new VoidMethod(info);
        }

        if (returns == typeof(Task))
        {
            return new TaskMethod(info);
        }

        if (returns == typeof(ValueTask))
        {
            return new ValueTaskMethod(info);
        }

        var form = returns.IsGenericType ? returns.GetGenericTypeDefinition() : null;
        var type = form == typeof(Task<>) ? typeof(TaskMethod<>)
            : form == typeof(ValueTask<>) ? typeof(ValueTaskMethod<>)
            : form == typeof(IAsyncEnumerable<>) ? typeof(StreamMethod<>)
            : throw new NotSupportedException(
                $"{info.DeclaringType}.{info.Name} returns {returns}; grain methods return Task, ValueTask, IAsyncEnumerable or nothing.");
        return (GrainMethod)Activator.CreateInstance(type.MakeGenericType(returns.GetGenericArguments()), info)!;
    }
}
