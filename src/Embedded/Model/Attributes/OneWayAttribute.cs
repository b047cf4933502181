namespace Granary.Embedded;

/// <summary>The caller gets no answer and does not wait for the call to run.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OneWayAttribute : Attribute;
