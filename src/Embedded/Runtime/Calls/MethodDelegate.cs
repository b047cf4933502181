using System.Linq.Expressions;
using System.Reflection;

namespace Granary.Embedded.Runtime;

/// <summary>Compiled access to methods of grains.</summary>
internal static class MethodDelegate
{
    /// <summary>Calls the interface method on an object with boxed arguments.</summary>
    public static Func<object, object?[], TReturn> Compile<TReturn>(MethodInfo method)
    {
        var target = Expression.Parameter(typeof(object));
        var arguments = Expression.Parameter(typeof(object[]));
        Expression body = Expression.Call(
            Expression.Convert(target, method.DeclaringType!),
            method,
            method.GetParameters().Select(p => Expression.Convert(Expression.ArrayIndex(arguments, Expression.Constant(p.Position)), p.ParameterType)));
        if (method.ReturnType == typeof(void))
        {
            body = Expression.Block(body, Expression.Default(typeof(TReturn)));
        }

        return Expression.Lambda<Func<object, object?[], TReturn>>(body, target, arguments).Compile();
    }
}
