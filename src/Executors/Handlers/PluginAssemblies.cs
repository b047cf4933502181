using System.Reflection;
using System.Runtime.Loader;

namespace Granary.Executors.Handlers;

/// <summary>Loads plug-in assemblies and makes the modules they name.</summary>
internal static class PluginAssemblies
{
    /// <summary>The modules of all assemblies, in order.</summary>
    /// <exception cref="ExecutorModuleException">One cannot be loaded, names no module, or a module cannot be made.</exception>
    public static IReadOnlyList<IExecutorModule> Load(IEnumerable<string> paths) => [.. paths.SelectMany(LoadOne)];

    private static IEnumerable<IExecutorModule> LoadOne(string path)
    {
        var full = Path.GetFullPath(path);
        List<IExecutorModule> modules = [];
        try
        {
            // An assembly that this process is built of is itself: types of a second copy would be others.
            var name = AssemblyName.GetAssemblyName(full);
            var assembly = AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(loaded => AssemblyName.ReferenceMatchesDefinition(loaded.GetName(), name))
                ?? new PluginLoadContext(full).LoadFromAssemblyPath(full);
            foreach (var attribute in assembly.GetCustomAttributes<ExecutorModuleAttribute>())
            {
                modules.Add(Activator.CreateInstance(attribute.Module) as IExecutorModule
                    ?? throw new ExecutorModuleException($"'{full}' names the module {attribute.Module}, which is not an {nameof(IExecutorModule)}."));
            }
        }
        catch (Exception error) when (error is not ExecutorModuleException)
        {
            var cause = (error as TargetInvocationException)?.InnerException ?? error;
            throw new ExecutorModuleException($"The plug-in assembly '{full}' cannot be used: {cause.Message}", cause);
        }

        return modules.Count > 0
            ? modules
            : throw new ExecutorModuleException($"The plug-in assembly '{full}' names no module; it needs [assembly: ExecutorModule(typeof(...))].");
    }

    /// <summary>Finds what a plug-in needs beside it, and takes from this process what both have.</summary>
    private sealed class PluginLoadContext(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path))
    {
        private readonly AssemblyDependencyResolver _resolver = new(path);

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            try
            {
                return Default.LoadFromAssemblyName(assemblyName);
            }
            catch (FileNotFoundException)
            {
                return _resolver.ResolveAssemblyToPath(assemblyName) is { } found ? LoadFromAssemblyPath(found) : null;
            }
        }

        protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
            _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } found ? LoadUnmanagedDllFromPath(found) : nint.Zero;
    }
}
