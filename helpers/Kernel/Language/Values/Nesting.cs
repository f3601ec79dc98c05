using System.Collections;

namespace CSharpKernel.Language.Values;

/// <summary>
/// Finds collections that contain themselves: formatters, which know a limit for the depth of objects only, would follow them
/// until the stack ends, and the process with it.
/// </summary>
internal static class Nesting
{
    /// <summary>Items that are looked at. More are seldom shown, and looking must not take long.</summary>
    private const int Plenty = 10_000;

    /// <summary>Whether a collection contains itself, or one of those that it contains does.</summary>
    public static bool IsEndless(object? value)
    {
        var looked = 0;
        return Look(value, new HashSet<object>(ReferenceEqualityComparer.Instance));

        bool Look(object? item, HashSet<object> path)
        {
            // What is not a collection may be costly to enumerate, or possible only once.
            if (item is not ICollection collection || HasPlainItems(collection)) return false;
            if (!path.Add(collection)) return true;
            foreach (var inner in collection)
                if (looked++ < Plenty && Look(inner, path)) return true;
            path.Remove(collection);
            return false;
        }
    }

    private static bool HasPlainItems(ICollection collection) => collection.GetType() is var type
        && (type.GetElementType() ?? type.GetGenericArguments().LastOrDefault()) is { } item
        && (item.IsPrimitive || item == typeof(string));
}
