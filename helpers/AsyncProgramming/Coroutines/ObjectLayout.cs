using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace AsyncProgramming.Coroutines;

/// <summary>
/// Where the bytes of an object on the heap are: read from the living object, not computed from a rule. So it shows what
/// the runtime really did, which reorders fields and pads them.
/// </summary>
/// <param name="Type">The object's type.</param>
/// <param name="Size">What it takes on the heap, in bytes: header, type pointer, fields and padding.</param>
/// <param name="Fields">Its fields and those of its base types, by their place.</param>
/// <remarks>
/// An object begins with a header (its lock and hash code) and the pointer to its type, a word each; its fields follow.
/// For any thread; the values are those of one moment each.
/// </remarks>
public sealed record ObjectLayout(Type Type, int Size, IReadOnlyList<FieldLayout> Fields)
{
    private const BindingFlags Own =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>The bytes before the first field: the header and the type pointer.</summary>
    public static int HeaderSize => 2 * IntPtr.Size;

    /// <summary>Reads the layout of an object.</summary>
    /// <param name="value">An object of a class; not a string, an array or a boxed value.</param>
    /// <exception cref="ArgumentNullException"><paramref name="value"/> is null.</exception>
    /// <exception cref="ArgumentException">It is a string, an array or a boxed value.</exception>
    public static ObjectLayout Of(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var type = value.GetType();
        if (type.IsArray || type.IsValueType || type == typeof(string))
            throw new ArgumentException($"A {type.Name} has no fields of fixed places. Take an object of a class.", nameof(value));

        var fields = Ancestry(type).SelectMany(each => each.GetFields(Own)).Select(field => Read(value, [field]));
        return new ObjectLayout(type, SizeOf(type), [.. fields.OrderBy(field => field.Offset)]);
    }

    private static IEnumerable<Type> Ancestry(Type? type)
    {
        for (; type is not null; type = type.BaseType) yield return type;
    }

    // The last of the path is the field; those before it are the structs that it is in.
    private static FieldLayout Read(object value, FieldInfo[] path)
    {
        var field = path[^1];
        var type = field.FieldType;
        var parts = type.IsValueType && !type.IsPrimitive && !type.IsEnum
            ? type.GetFields(Own).Select(part => Read(value, [.. path, part])).OrderBy(part => part.Offset)
            : Enumerable.Empty<FieldLayout>();
        return new FieldLayout(
            field.Name,
            type,
            field.DeclaringType!,
            HeaderSize + OffsetOf(path, value),
            RuntimeHelpers.SizeOf(type.TypeHandle),
            path.Aggregate((object?)value, (holder, each) => each.GetValue(holder)),
            [.. parts]);
    }

    // The distance from the first field's place to the field, both as managed references: so the collector may move the
    // object meanwhile.
    private static int OffsetOf(FieldInfo[] path, object value)
    {
        var distance = new DynamicMethod("Distance", typeof(nint), [typeof(object)], typeof(object).Module, skipVisibility: true);
        var il = distance.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        foreach (var field in path) il.Emit(OpCodes.Ldflda, field);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldflda, typeof(FirstField).GetField(nameof(FirstField.Value))!);
        il.Emit(OpCodes.Sub);
        il.Emit(OpCodes.Ret);
        return (int)distance.CreateDelegate<Func<object, nint>>()(value);
    }

    // What the allocator counts for one of it. The first is made because a type's first object may cost more.
    [SuppressMessage("Usage", "CA1816", Justification = "Nothing of them was constructed, so nothing is to be finalized.")]
    private static int SizeOf(Type type)
    {
        GC.SuppressFinalize(RuntimeHelpers.GetUninitializedObject(type));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var twin = RuntimeHelpers.GetUninitializedObject(type);
        var size = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.SuppressFinalize(twin);
        return (int)size;
    }

    // Stands for an object of any class: its only field is where their first one is.
    private sealed class FirstField
    {
#pragma warning disable CS0649 // Never assigned: only its place is of interest.
        public byte Value;
#pragma warning restore CS0649
    }
}

/// <summary>Where a field of an object is.</summary>
/// <param name="Name">Its name; a compiler's own names are kept.</param>
/// <param name="Type">Its declared type.</param>
/// <param name="DeclaringType">The class or struct that declares it.</param>
/// <param name="Offset">The bytes before it, from the object's first byte on: no field has less than
/// <see cref="ObjectLayout.HeaderSize"/>.</param>
/// <param name="Size">Its bytes; a reference has as many as an address.</param>
/// <param name="Value">What it holds.</param>
/// <param name="Parts">The fields of a struct, with offsets from the object's first byte too; of anything else none.</param>
public sealed record FieldLayout(
    string Name, Type Type, Type DeclaringType, int Offset, int Size, object? Value, IReadOnlyList<FieldLayout> Parts);
