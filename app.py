"""Every trigger of the service; what happens then stands in chalicelib."""

from typing import Any

from chalice.app import Chalice, CloudWatchEvent, Response, SQSEvent

from chalicelib import triggers

app = Chalice(app_name="weiguan", configure_logs=False)
app.api.binary_types.extend(["multipart/form-data", "image/png", "image/jpeg"])
triggers.register_staff(app)


@app.route("/wechat", methods=["GET"], content_types=[])
def wechat_verify() -> Response:
    return triggers.wechat_verify(app.current_request)


@app.route("/wechat", methods=["POST"], content_types=[])  # the signature decides
def wechat_receive() -> Response:
    return triggers.wechat_receive(app.current_request)


@app.route("/{name}", methods=["GET"], content_types=[])
def domain_file(name: str) -> Response:
    return triggers.domain_file(app.current_request, name)


@app.route("/r/style.css", methods=["GET"], content_types=[])
def page_style() -> Response:
    return triggers.page_style()


@app.route("/r/bind/{word}", methods=["GET"], content_types=[])
def bind_form(word: str) -> Response:
    return triggers.reader_page(app.current_request, "bind_page")


@app.route("/r/bind/{word}", methods=["POST"], content_types=["application/x-www-form-urlencoded"])
def bind_proof(word: str) -> Response:
    return triggers.reader_page(app.current_request, "bind_page")


@app.route("/agent/take", methods=["POST"])
def agent_take() -> Response:
    return triggers.agent(app.current_request)


@app.route("/agent/answer", methods=["POST"])
def agent_answer() -> Response:
    return triggers.agent(app.current_request)


@app.schedule("rate(1 minute)")
def sweep(event: CloudWatchEvent) -> None:
    triggers.sweep(event.context.aws_request_id)


@app.schedule("rate(1 minute)")
def work_import(event: CloudWatchEvent) -> None:
    triggers.work_import(event.context.aws_request_id)


@app.lambda_function()
def operate(event: dict[str, Any], context: object) -> dict[str, Any]:
    return triggers.operate(event)


@app.on_sqs_message(queue="work", batch_size=10)
def work(event: SQSEvent) -> dict[str, list[dict[str, str]]]:
    return triggers.work(event.to_dict())
