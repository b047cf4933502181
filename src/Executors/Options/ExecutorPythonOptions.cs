namespace Granary.Executors;

/// <summary>What the workers of a pool with <c>Runtime</c> <c>python</c> run; section <c>Executors:Pools:&lt;name&gt;:Python</c>.</summary>
public sealed record ExecutorPythonOptions
{
    /// <summary>The interpreter, Python 3.9 or newer: a path, or a name found on the PATH. Default <c>python3</c>.</summary>
    public string Interpreter { get; set; } = "python3";

    /// <summary>File with the handlers; its module is named as the file, and its folder is put first on the module path. Either this or <c>Module</c>.</summary>
    public string? File { get; set; }

    /// <summary>Module with the handlers, found on the module path. Either this or <c>File</c>.</summary>
    public string? Module { get; set; }

    /// <summary>Folders put on the module path, in this order, before Python's own.</summary>
    public List<string> Path { get; init; } = [];

    /// <summary>The only functions that may be called, as <c>module:function</c> or <c>function</c>. Empty: all public functions of the module.</summary>
    public List<string> Handlers { get; init; } = [];

    /// <summary>Function called once per worker before it is ready, <c>module:function</c>; its result is <c>ctx.preloaded</c>.</summary>
    public string? Initializer { get; set; }

    /// <summary>Keyword arguments of the initializer. A value that reads as a JSON number, true, false, null, object or array counts as that, else as text.</summary>
    public Dictionary<string, string> InitializerArguments { get; init; } = new(StringComparer.Ordinal);
}
