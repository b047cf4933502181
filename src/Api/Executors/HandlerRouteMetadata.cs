namespace Granary.Api.Executors;

/// <summary>Marks an endpoint that calls a registered handler.</summary>
/// <param name="Route">Its pattern, without the first slash: its name towards administrators.</param>
/// <param name="Handler">The handler.</param>
internal sealed record HandlerRouteMetadata(string Route, string Handler);
