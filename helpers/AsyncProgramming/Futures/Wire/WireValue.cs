using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace AsyncProgramming.Futures.Wire;

/// <summary>How arguments and results are written: as JSON.</summary>
/// <remarks>
/// The simplest types go past the serialiser, in the same words that it would use. It takes longer to set itself up than a
/// worker takes to start.
/// </remarks>
internal static class WireValue
{
    /// <summary>Whether values of a type go past the serialiser; all of them arrive.</summary>
    public static bool IsSimple(Type type) =>
        type == typeof(int) || type == typeof(long) || type == typeof(bool) || type == typeof(double) ||
        type == typeof(string) || type == typeof(byte[]);

    /// <summary>Writes a value.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="value">The value.</param>
    /// <param name="type">The type that it is declared to have; <see cref="Read"/> is told the same.</param>
    public static void Write(Utf8JsonWriter writer, object? value, Type type)
    {
        if (type == typeof(int))
            writer.WriteNumberValue((int)value!);
        else if (type == typeof(long))
            writer.WriteNumberValue((long)value!);
        else if (type == typeof(bool))
            writer.WriteBooleanValue((bool)value!);
        else if (type == typeof(string))
            writer.WriteStringValue((string?)value);
        else if (type == typeof(double) && double.IsFinite((double)value!))
            writer.WriteNumberValue((double)value);
        else if (type == typeof(byte[]) && value is byte[] bytes)
            writer.WriteBase64StringValue(bytes);
        else
            JsonSerializer.Serialize(writer, value, type, Serialiser.Options);
    }

    /// <summary>Reads a value at which the reader stands or which comes next.</summary>
    /// <param name="reader">Where it comes from.</param>
    /// <param name="type">The type that it is declared to have.</param>
    public static object? Read(ref Utf8JsonReader reader, Type type)
    {
        if (reader.TokenType is JsonTokenType.None) reader.Read();
        if (type == typeof(int)) return reader.GetInt32();
        if (type == typeof(long)) return reader.GetInt64();
        if (type == typeof(bool)) return reader.GetBoolean();
        if (type == typeof(string)) return reader.GetString();
        if (type == typeof(double) && reader.TokenType is JsonTokenType.Number) return reader.GetDouble();
        if (type == typeof(byte[]) && reader.TokenType is JsonTokenType.String) return reader.GetBytesFromBase64();
        return JsonSerializer.Deserialize(ref reader, type, Serialiser.Options);
    }

    /// <summary>The serialiser's knowledge of a type.</summary>
    public static JsonTypeInfo TypeInfo(Type type) => Serialiser.Options.GetTypeInfo(type);

    // A class of its own, so that nothing of it exists before it is needed.
    private static class Serialiser
    {
        // Fields count, so that tuples arrive; so do the numbers that JSON has no word for.
        public static readonly JsonSerializerOptions Options = new()
        {
            IncludeFields = true,
            // Said outright, because some programs turn it off: those that are a single file, for example.
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        };
    }
}
