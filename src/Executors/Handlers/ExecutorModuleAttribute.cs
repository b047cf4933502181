namespace Granary.Executors;

/// <summary>Names a module of a plug-in assembly (<c>Executors:Assemblies</c>). Nothing else in the assembly is looked at.</summary>
/// <param name="module">A type that implements <see cref="IExecutorModule"/> and has a parameterless constructor.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class ExecutorModuleAttribute(Type module) : Attribute
{
    /// <summary>The module.</summary>
    public Type Module { get; } = module;
}
