using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Antivirus.Model.Scoring.SageMaker;

/// <summary>One try at the endpoint: sign, send, read the whole answer, check it.</summary>
internal sealed class EndpointClient(HttpClient http, AwsIdentity identity, EndpointAddress endpoint, TimeProvider clock)
{
    // A probability has at most 25 characters; what is longer is not an answer, and must not fill the memory.
    private const int AnswerBytesPerStudent = 64;
    private const int ErrorBytes = 64 * 1024;

    private static readonly MediaTypeHeaderValue Csv = new("text/csv");

    private readonly RequestSigner _signer = new(endpoint.Region, "sagemaker");

    /// <summary>Fills <paramref name="probabilities"/>, one a row of the payload, or throws.</summary>
    /// <exception cref="SageMakerException">No answer, an error, or an answer that is not one probability a row.</exception>
    public async ValueTask InvokeAsync(CsvPayload payload, Memory<double> probabilities, CancellationToken cancellationToken)
    {
        using var request = CreateRequest(payload.Body);
        var bodyHash = Convert.ToHexStringLower(SHA256.HashData(payload.Body));
        _signer.Sign(request, bodyHash, await identity.GetAsync(cancellationToken), clock.GetUtcNow());
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            await ReadAsync(response, probabilities, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new SageMakerException($"{endpoint} cannot be reached, or the connection broke before the whole answer came: {e.Message}",
                e)
            { IsTransient = true };
        }
    }

    private HttpRequestMessage CreateRequest(byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = Csv;
        request.Headers.Accept.ParseAdd("text/csv");
        if (endpoint.Variant is not null)
        {
            request.Headers.Add("X-Amzn-SageMaker-Target-Variant", endpoint.Variant);
        }

        return request;
    }

    private async Task ReadAsync(HttpResponseMessage response, Memory<double> probabilities, CancellationToken cancellationToken)
    {
        var isAnswer = response.StatusCode == HttpStatusCode.OK;
        var limit = isAnswer ? (probabilities.Length + 1) * AnswerBytesPerStudent : ErrorBytes;
        var body = await ReadBodyAsync(response.Content, limit, cancellationToken);
        if (!isAnswer)
        {
            throw EndpointError.Read(response, body.Span, endpoint, clock.GetUtcNow());
        }

        var problem = IsWhole(response, body.Span)
            ? EndpointAnswer.Read(body.Span, probabilities.Span)
            : "it has neither a length nor a line end at its end, so a cut-off answer could not be told from a whole one";
        if (problem is not null)
        {
            throw new SageMakerException($"{endpoint} gave no usable answer: {problem}. No report was made.")
            {
                IsTransient = false,
                StatusCode = (int)response.StatusCode
            };
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>(4096);
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        while (body.WrittenCount <= limit)
        {
            var read = await stream.ReadAsync(body.GetMemory(4096), cancellationToken);
            if (read == 0)
            {
                break;
            }

            body.Advance(read);
        }

        return body.WrittenMemory;
    }

    // "0.5000001" cut to "0.5" is still a number: an answer that just stops must end with a line end.
    private static bool IsWhole(HttpResponseMessage response, ReadOnlySpan<byte> body) =>
        response.Content.Headers.ContentLength is not null
        || response.Headers.TransferEncodingChunked == true
        || response.Version.Major >= 2
        || body.EndsWith("\n"u8);
}
