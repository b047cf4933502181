using System.Reflection;
using System.Runtime.CompilerServices;

namespace Granary.SocketLoops.Inspection;

/// <summary>
/// The state machines that wait for one another behind a continuation, innermost first. It looks at what the runtime keeps inside of tasks; where a
/// runtime keeps it otherwise the chain is short or empty, never wrong.
/// </summary>
internal static class ContinuationChain
{
    private const int Longest = 24;

    private static readonly FieldInfo? Next = typeof(Task).GetField("m_continuationObject", BindingFlags.Instance | BindingFlags.NonPublic);

    public static IReadOnlyList<string> Of(object? continuation)
    {
        var names = new List<string>();
        while (continuation is not null && names.Count < Longest)
        {
            var target = continuation is Delegate { Target: { } bound } ? bound : continuation;
            if (Machine(target.GetType()) is { } name)
            {
                names.Add(name);
            }

            continuation = target is Task task ? Unwrap(Next?.GetValue(task)) : null;
        }

        return names;
    }

    private static object? Unwrap(object? value) => value switch
    {
        IList<object?> { Count: > 0 } list => list[0],
        _ => value,
    };

    // AsyncStateMachineBox<Outer.<Method>d__1> → Outer.Method
    private static string? Machine(Type box)
    {
        foreach (var argument in box.IsGenericType ? box.GetGenericArguments() : [])
        {
            if (typeof(IAsyncStateMachine).IsAssignableFrom(argument))
            {
                var name = argument.Name;
                var method = name.StartsWith('<') && name.IndexOf('>', StringComparison.Ordinal) is var end and > 1 ? name[1..end] : name;
                return $"{argument.DeclaringType?.FullName ?? argument.Namespace}.{method}";
            }
        }

        return null;
    }
}
