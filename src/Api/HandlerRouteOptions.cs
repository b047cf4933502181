namespace Granary.Api;

/// <summary>One route of this server that calls a handler; section <c>Api:Handlers:&lt;name&gt;</c>.</summary>
public sealed class HandlerRouteOptions
{
    /// <summary>The handler: what a .NET module registered, or <c>module:function</c> of a Python pool. Required.</summary>
    public string Handler { get; set; } = string.Empty;

    /// <summary>The executor pool it runs in. Default: none, inline in this process.</summary>
    public string? Pool { get; set; }
}
