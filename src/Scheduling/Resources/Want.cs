namespace Granary.Scheduling.Resources;

/// <summary>So much of a resource.</summary>
internal readonly record struct Want(Resource Resource, int Amount);
