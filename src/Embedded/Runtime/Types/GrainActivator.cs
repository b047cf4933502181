using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.Embedded.Runtime;

/// <summary>Makes grain objects: states by <see cref="PersistentStateAttribute"/>, everything else from the services.</summary>
internal sealed class GrainActivator(Type type)
{
    private readonly Lazy<(Func<object?[], object> Create, ParameterInfo[] Parameters)> _plan = new(() => Plan(type));

    /// <summary>Makes one; the states it asks for are added to <paramref name="states"/>, not yet read.</summary>
    public object Create(Activation activation, IServiceProvider services, List<IStateFacet> states)
    {
        var (create, parameters) = _plan.Value;
        var arguments = new object?[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            arguments[i] = Resolve(parameters[i], activation, services, states);
        }

        return create(arguments);
    }

    private static (Func<object?[], object> Create, ParameterInfo[] Parameters) Plan(Type type)
    {
        var constructors = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public);
        var marked = constructors.Where(c => c.IsDefined(typeof(ActivatorUtilitiesConstructorAttribute))).ToArray();
        var chosen = marked.Length > 0 ? marked : constructors;
        if (chosen.Length != 1)
        {
            throw new InvalidOperationException(
                $"{type} has {constructors.Length} public constructors; a grain has one, or marks one with ActivatorUtilitiesConstructor.");
        }

        var parameters = chosen[0].GetParameters();
        var arguments = Expression.Parameter(typeof(object[]));
        var made = Expression.New(
            chosen[0], parameters.Select(p => Expression.Convert(Expression.ArrayIndex(arguments, Expression.Constant(p.Position)), p.ParameterType)));
        return (Expression.Lambda<Func<object?[], object>>(made, arguments).Compile(), parameters);
    }

    private static object? Resolve(ParameterInfo parameter, Activation activation, IServiceProvider services, List<IStateFacet> states)
    {
        if (parameter.GetCustomAttribute<PersistentStateAttribute>() is { } attribute)
        {
            var state = State(parameter, attribute, activation);
            states.Add((IStateFacet)state);
            return state;
        }

        if (parameter.ParameterType == typeof(IGrainContext))
        {
            return activation;
        }

        var keyed = parameter.GetCustomAttribute<FromKeyedServicesAttribute>();
        var service = keyed is null
            ? services.GetService(parameter.ParameterType)
            : ((IKeyedServiceProvider)services).GetKeyedService(parameter.ParameterType, keyed.Key);
        if (service is null && !parameter.HasDefaultValue)
        {
            throw new InvalidOperationException($"{parameter.Member.DeclaringType} asks for {parameter.ParameterType} {parameter.Name}, which is not registered.");
        }

        return service ?? parameter.DefaultValue;
    }

    private static object State(ParameterInfo parameter, PersistentStateAttribute attribute, Activation activation)
    {
        var type = parameter.ParameterType;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IPersistentState<>))
        {
            throw new InvalidOperationException($"{parameter.Member.DeclaringType}: [PersistentState] is for IPersistentState<T>, not {type}.");
        }

        var storage = attribute.StorageName ?? "Default";
        if (!activation.Silo.Cluster.Options.StorageNames.Contains(storage))
        {
            throw new InvalidOperationException(
                $"{parameter.Member.DeclaringType} asks for storage '{storage}'; StorageNames has {string.Join(", ", activation.Silo.Cluster.Options.StorageNames)}.");
        }

        return System.Activator.CreateInstance(
            typeof(PersistentState<>).MakeGenericType(type.GetGenericArguments()), activation, attribute.StateName, storage)!;
    }
}
