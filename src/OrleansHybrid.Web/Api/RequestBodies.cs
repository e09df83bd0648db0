using Microsoft.AspNetCore.Builder;
using Microsoft.OpenApi;

namespace OrleansHybrid.Web.Api;

/// <summary>
/// The bodies of requests, for the description of the API. They are read whatever their type is said to be: what a command line sends
/// unless told otherwise is a form.
/// </summary>
internal static class RequestBodies
{
    public static OpenApiRequestBody Yaml { get; } = Of("application/yaml", JsonSchemaType.String, "The text of a sweep file.");

    public static OpenApiRequestBody Options { get; } =
        Of("application/json", JsonSchemaType.Object, "Options of the sweep file and their new values, such as {\"priority\": 10}.");

    public static RouteHandlerBuilder WithBody(this RouteHandlerBuilder endpoint, OpenApiRequestBody body) =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.RequestBody = body;
            return Task.CompletedTask;
        });

    private static OpenApiRequestBody Of(string type, JsonSchemaType schema, string description) => new()
    {
        Required = true,
        Description = description,
        Content = new Dictionary<string, OpenApiMediaType> { [type] = new() { Schema = new OpenApiSchema { Type = schema } } },
    };
}
